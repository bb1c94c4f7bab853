package org.selftuning.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.selftuning.tensor.Shape;

/** The graph of an ONNX model as it is built: values are known by their names. */
final class OnnxGraph {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  // Fields of ModelProto, GraphProto, NodeProto, TensorProto and AttributeProto, as onnx.proto has
  // them.
  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_METADATA = 14;
  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int GRAPH_INPUT = 11;
  private static final int GRAPH_OUTPUT = 12;

  private final Message graph = new Message();
  private int count;

  OnnxGraph(String name) {
    graph.text(2, name);
  }

  /** A setting of an operator. */
  record Attribute(String name, Object value) {

    private Message message() {
      Message message = new Message().text(1, name);
      if (value instanceof Integer number) {
        return message.number(3, number).number(20, 2);
      } else if (value instanceof Float number) {
        return message.real(2, number).number(20, 1);
      }
      for (int number : (int[]) value) {
        message.number(8, number);
      }
      return message.number(20, 7);
    }
  }

  static Attribute attribute(String name, int value) {
    return new Attribute(name, value);
  }

  static Attribute attribute(String name, float value) {
    return new Attribute(name, value);
  }

  static Attribute attribute(String name, int... values) {
    return new Attribute(name, values);
  }

  private String fresh(String what) {
    return what + "_" + count++;
  }

  /** Adds an operator and returns the name of its first output. */
  String node(String operator, List<String> inputs, Attribute... attributes) {
    String output = fresh(operator.toLowerCase(java.util.Locale.ROOT));
    named(output, operator, inputs, attributes);
    return output;
  }

  /** Adds an operator of one or two inputs. */
  String node(String operator, String input, Attribute... attributes) {
    return node(operator, List.of(input), attributes);
  }

  /** Adds an operator whose output has this name. */
  void named(String output, String operator, List<String> inputs, Attribute... attributes) {
    Message node = new Message();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, output + ":" + operator).text(4, operator);
    for (Attribute attribute : attributes) {
      node.message(5, attribute.message());
    }
    graph.message(GRAPH_NODE, node);
  }

  /** Adds an array of floats and returns its name. */
  String floats(String name, float[] values, int... dims) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return array(name, FLOAT, raw.array(), dims);
  }

  /** Adds an array of floats without a name of its own. */
  String constant(float[] values, int... dims) {
    return floats(fresh("constant"), values, dims);
  }

  /** Adds one float. */
  String constant(float value) {
    return constant(new float[] {value});
  }

  /** Adds an array of whole numbers and returns its name. */
  String longs(long... values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return array(fresh("numbers"), INT64, raw.array(), values.length);
  }

  private String array(String name, int type, byte[] raw, int... dims) {
    Message tensor = new Message();
    for (int dim : dims) {
      tensor.number(1, dim);
    }
    graph.message(GRAPH_INITIALIZER, tensor.number(2, type).text(8, name).bytes(9, raw));
    return name;
  }

  /** Declares an input [N, shape] of floats, or of whole numbers. */
  String input(String name, boolean whole, Shape shape) {
    graph.message(GRAPH_INPUT, value(name, whole ? INT64 : FLOAT, shape));
    return name;
  }

  /** Declares an output [N, shape] of floats. */
  void output(String name, Shape shape) {
    graph.message(GRAPH_OUTPUT, value(name, FLOAT, shape));
  }

  private static Message value(String name, int type, Shape shape) {
    Message dims = new Message().message(1, new Message().text(2, "N"));
    for (int dim : shape.dims()) {
      dims.message(1, new Message().number(1, dim));
    }
    Message tensor = new Message().number(1, type).message(2, dims);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** The whole model. */
  byte[] model(String version, Map<String, String> metadata) {
    Message model =
        new Message()
            .number(1, IR_VERSION)
            .text(2, "stn")
            .text(3, version)
            .message(8, new Message().text(1, "").number(2, OPSET))
            .message(MODEL_GRAPH, graph);
    metadata.forEach(
        (key, value) -> model.message(MODEL_METADATA, new Message().text(1, key).text(2, value)));
    return model.bytes();
  }
}
