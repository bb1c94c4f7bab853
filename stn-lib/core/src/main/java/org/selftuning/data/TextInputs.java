package org.selftuning.data;

import com.google.gson.JsonObject;
import org.selftuning.tensor.Shape;

/**
 * Tokens of a text.
 *
 * @param unit what a token is
 * @param vocabulary what the numbers of tokens stand for
 */
public record TextInputs(Corpus.Unit unit, Vocabulary vocabulary) implements Inputs {
  static final String KIND = "text";

  @Override
  public String kind() {
    return "a text";
  }

  @Override
  public Shape shape() {
    return Shape.of(1);
  }

  @Override
  public int[] tokens(String text) {
    return TextFiles.tokens(text, unit).stream().mapToInt(vocabulary::id).toArray();
  }

  @Override
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("kind", KIND);
    json.addProperty("unit", unit.name());
    json.add("vocabulary", JsonFields.of(vocabulary.tokens()));
    return json;
  }

  static TextInputs of(JsonFields json) {
    return new TextInputs(
        json.oneOf("unit", Corpus.Unit.class), Vocabulary.of(json.texts("vocabulary")));
  }
}
