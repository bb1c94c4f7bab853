package org.selftuning.train;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.selftuning.layer.Default;

/**
 * Reads and writes records as JSON objects, one member a component. Gson learned this in 2.10, but
 * a stock IJava puts its own 2.8.5 before ours. Unlike gson, it refuses an object that lacks a
 * component.
 */
final class RecordsInJson implements TypeAdapterFactory {

  @Override
  @SuppressWarnings("unchecked") // the raw type of T is a Class of T
  public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    Class<T> raw = (Class<T>) type.getRawType();
    return raw.isRecord() ? new OfRecord<>(gson, raw) : null;
  }

  private static final class OfRecord<T> extends TypeAdapter<T> {
    private final RecordComponent[] components;
    private final TypeAdapter<Object>[] adapters;
    private final Constructor<T> constructor;

    @SuppressWarnings("unchecked") // an adapter of any type reads and writes objects
    OfRecord(Gson gson, Class<T> type) {
      components = type.getRecordComponents();
      adapters =
          Arrays.stream(components)
              .map(component -> gson.getAdapter(TypeToken.get(component.getGenericType())))
              .toArray(TypeAdapter[]::new);
      try {
        constructor =
            type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      } catch (NoSuchMethodException e) {
        throw new AssertionError("every record has this constructor", e);
      }
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      out.beginObject();
      for (int i = 0; i < components.length; i++) {
        out.name(components[i].getName());
        try {
          adapters[i].write(out, components[i].getAccessor().invoke(value));
        } catch (ReflectiveOperationException e) {
          throw new JsonParseException(components[i] + " cannot be written", e);
        }
      }
      out.endObject();
    }

    @Override
    public T read(JsonReader in) throws IOException {
      Object[] values = new Object[components.length];
      in.beginObject();
      while (in.hasNext()) {
        int i = indexOf(in.nextName());
        if (i < 0) {
          in.skipValue();
        } else {
          values[i] = adapters[i].read(in);
        }
      }
      in.endObject();
      for (int i = 0; i < values.length; i++) {
        Default left = components[i].getAnnotation(Default.class);
        if (values[i] == null && left != null) {
          values[i] = adapters[i].fromJson(left.value()); // an older version did not know of it
        } else if (values[i] == null) {
          throw new JsonParseException("'" + components[i].getName() + "' is missing");
        }
      }
      return make(values);
    }

    private int indexOf(String name) {
      for (int i = 0; i < components.length; i++) {
        if (components[i].getName().equals(name)) {
          return i;
        }
      }
      return -1;
    }

    private T make(Object[] values) {
      try {
        return constructor.newInstance(values);
      } catch (InvocationTargetException e) {
        throw new JsonParseException(e.getCause().getMessage(), e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new JsonParseException(constructor + " cannot be called", e);
      }
    }
  }
}
