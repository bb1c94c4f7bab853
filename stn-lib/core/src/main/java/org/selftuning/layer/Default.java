package org.selftuning.layer;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component of a record is where it is left out: of a layer or loss in YAML, of options in a
 * file of an older version.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {

  /** The value, as it is written in YAML. */
  String value() default "";

  /** The component before it whose value it then has, by its name in Java; empty for none. */
  String as() default "";
}
