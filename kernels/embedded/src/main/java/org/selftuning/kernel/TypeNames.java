package org.selftuning.kernel;

import java.lang.reflect.Modifier;
import java.util.Collections;

/** The types that source code can name. */
final class TypeNames {
  private TypeNames() {}

  /** The nearest public type of {@code value} that source code can name. */
  static String of(Object value) {
    for (Class<?> type = value == null ? Object.class : value.getClass();
        type != null;
        type = type.getSuperclass()) {
      if (isNameable(type)) {
        return type.getCanonicalName() + wildcards(type);
      }
      for (Class<?> declared : type.getInterfaces()) {
        if (isNameable(declared)) {
          return declared.getCanonicalName() + wildcards(declared);
        }
      }
    }
    return "Object";
  }

  private static boolean isNameable(Class<?> type) {
    boolean visible = type.getCanonicalName() != null && !type.isHidden();
    for (Class<?> t = type; t != null; t = t.getDeclaringClass()) {
      visible &= Modifier.isPublic(t.getModifiers());
    }
    Module module = type.getModule();
    return visible && (!module.isNamed() || module.isExported(type.getPackageName()));
  }

  private static String wildcards(Class<?> type) {
    int parameters = type.getTypeParameters().length;
    return parameters == 0
        ? ""
        : "<" + String.join(",", Collections.nCopies(parameters, "?")) + ">";
  }
}
