package org.selftuning.layer;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Records taken apart and put together, also those that a cell declares. */
public final class Records {
  private Records() {}

  /** The value of a component. */
  public static Object read(RecordComponent component, Object of) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          of.getClass().getSimpleName() + ": its " + component.getName() + " can't be read", e);
    }
  }

  /** The values of all components, in their order. */
  static List<Object> values(Object of) {
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : of.getClass().getRecordComponents()) {
      values.add(read(component, of));
    }
    return values;
  }

  /**
   * Makes a record.
   *
   * @param values one for each component
   * @throws RuntimeException what its canonical constructor throws
   */
  public static <T> T make(Class<T> type, Object... values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalArgumentException(type.getSimpleName() + " can't be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type.getSimpleName() + " can't be made", e);
    }
  }
}
