package org.selftuning.layer;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What the components of a record say, of a layer or a loss: those that are quantities may be
 * tuned, one called {@code gated} says whether its weights respond, and those that are layers have
 * such components too.
 */
final class Components {
  private Components() {}

  /** The quantities among the components, and those of layers among them. */
  static List<Quantity> quantities(Object whole) {
    List<Quantity> all = new ArrayList<>();
    for (Object value : values(whole)) {
      if (value instanceof Quantity quantity) {
        all.add(quantity);
      }
      layers(value).forEach(inner -> all.addAll(inner.quantities()));
    }
    return all;
  }

  /** The whole with quantities fixed. */
  static <T> T fixedAt(T whole, Map<String, Double> at) {
    return rebuiltWhole(
        whole,
        component -> component instanceof Quantity quantity ? quantity.fixedAt(at) : component,
        inner -> inner.fixedAt(at));
  }

  /** The layer whose weights do not respond. */
  static Layer ungated(Layer layer) {
    Layer plain = rebuiltWhole(layer, component -> component, Layer::ungated);
    int gated = gated(plain);
    if (gated < 0) {
      return plain;
    }
    Object[] values = values(plain).toArray();
    values[gated] = false;
    return make(plain, values);
  }

  private static int gated(Layer layer) {
    if (!layer.getClass().isRecord()) {
      return -1;
    }
    RecordComponent[] components = layer.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      if (components[i].getName().equals("gated") && components[i].getType() == boolean.class) {
        return i;
      }
    }
    return -1;
  }

  private static <T> T rebuiltWhole(
      T whole, Function<Object, Object> component, Function<Layer, Layer> inner) {
    List<Object> before = values(whole);
    List<Object> after = before.stream().map(value -> rebuilt(value, component, inner)).toList();
    return after.equals(before) ? whole : make(whole, after.toArray());
  }

  /** A component, or what a list within it holds. */
  private static Object rebuilt(
      Object value, Function<Object, Object> component, Function<Layer, Layer> inner) {
    if (value instanceof Layer one) {
      return inner.apply(one);
    } else if (value instanceof List<?> list && !layers(value).isEmpty()) {
      return list.stream().map(each -> rebuilt(each, component, inner)).toList();
    }
    return component.apply(value);
  }

  /** The layers that a component is or holds, also in lists of lists. */
  private static List<Layer> layers(Object value) {
    if (value instanceof Layer one) {
      return List.of(one);
    } else if (value instanceof List<?> list) {
      return list.stream().flatMap(each -> layers(each).stream()).toList();
    }
    return List.of();
  }

  /** What it is called in errors: its name in lower case, with hyphens. */
  static String word(Object whole) {
    String name = whole.getClass().getSimpleName();
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static List<Object> values(Object whole) {
    return whole.getClass().isRecord() ? Records.values(whole) : List.of();
  }

  @SuppressWarnings("unchecked") // the class of a T
  private static <T> T make(T like, Object... values) {
    return Records.make((Class<T>) like.getClass(), values);
  }
}
