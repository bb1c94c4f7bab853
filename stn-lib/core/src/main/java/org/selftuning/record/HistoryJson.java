package org.selftuning.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.train.Epoch;
import org.selftuning.train.Method;
import org.selftuning.train.Metric;
import org.selftuning.train.Plan;
import org.selftuning.train.Step;
import org.selftuning.train.TrainingOutcome;

/**
 * The JSON form of a history. Columns are arrays; what is no number is null. Hyperparameters move
 * at validation steps only, so their values and σ are kept only for the rows where one of them
 * changed.
 */
final class HistoryJson {
  private static final String FORMAT = "stn-history-1";

  private HistoryJson() {}

  static JsonObject write(RunSnapshot s) {
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.add("plan", plan(s.plan()));
    json.add("steps", steps(s));
    json.add("moves", moves(s));
    JsonArray epochs = new JsonArray();
    s.epochs().forEach(e -> epochs.add(epoch(e)));
    json.add("epochs", epochs);
    JsonArray tests = new JsonArray();
    for (RunSnapshot.Test test : s.tests()) {
      JsonObject entry = Json.score(test.score());
      entry.addProperty("epoch", test.epoch());
      tests.add(entry);
    }
    json.add("tests", tests);
    if (s.ending() != null) {
      json.add("ending", ending(s.ending()));
    }
    return json;
  }

  static History read(JsonObject json) {
    if (!FORMAT.equals(Json.text(json, "format"))) {
      throw new IllegalArgumentException(
          "the history's format is '" + Json.text(json, "format") + "', expected " + FORMAT);
    }
    History history = new History();
    Plan plan = readPlan(Json.object(json, "plan"));
    history.started(plan);
    readSteps(json, plan, history);
    int n = plan.hyperparameters().size();
    int before = 0;
    for (Epoch epoch : Json.objects(json, "epochs", e -> readEpoch(e, n))) {
      if (epoch.number() <= before) {
        throw new IllegalArgumentException(
            "'epochs' has epoch "
                + epoch.number()
                + " after "
                + before
                + "; numbers should ascend");
      }
      before = epoch.number();
      history.epoch(epoch);
    }
    Json.objects(
            json, "tests", t -> new RunSnapshot.Test(Json.integer(t, "epoch"), Json.readScore(t)))
        .forEach(test -> history.test(test.epoch(), test.score()));
    if (json.has("ending")) {
      history.ended(readEnding(Json.object(json, "ending")));
    }
    return history;
  }

  private static JsonObject plan(Plan plan) {
    JsonObject json = new JsonObject();
    json.addProperty("epochs", plan.epochs());
    json.addProperty("warmupEpochs", plan.warmupEpochs());
    json.addProperty("stepsPerEpoch", plan.stepsPerEpoch());
    json.add("startValues", Json.numbers(plan.startValues()));
    json.add("startSigma", Json.numbers(plan.startSigma()));
    json.addProperty("measure", plan.metric().name());
    json.addProperty("method", plan.method().toString());
    json.addProperty("device", plan.device());
    JsonArray hyperparameters = new JsonArray();
    for (Hyperparameter h : plan.hyperparameters()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("name", h.name());
      entry.add("low", Json.number(h.range().low()));
      entry.add("high", Json.number(h.range().high()));
      entry.add("start", Json.number(h.start()));
      entry.add("sigma", Json.number(h.sigma()));
      entry.addProperty("discrete", h.discrete());
      entry.addProperty("sharing", h.sharing().name());
      hyperparameters.add(entry);
    }
    json.add("hyperparameters", hyperparameters);
    return json;
  }

  private static Plan readPlan(JsonObject json) {
    List<Hyperparameter> hyperparameters =
        Json.objects(json, "hyperparameters", HistoryJson::readHyperparameter);
    HyperparameterSpace.checkNames(hyperparameters.stream().map(Hyperparameter::name).toList());
    return new Plan(
        hyperparameters,
        Json.integer(json, "epochs"),
        Json.integer(json, "warmupEpochs"),
        Json.integer(json, "stepsPerEpoch"),
        Json.readNumbers(json, "startValues", hyperparameters.size()),
        Json.readNumbers(json, "startSigma", hyperparameters.size()),
        json.has("measure") ? Json.constant(json, "measure", Metric.class) : Metric.LOSS,
        json.has("method") ? Method.named(Json.text(json, "method")) : Method.STN,
        json.has("device") ? Json.text(json, "device") : "");
  }

  private static Hyperparameter readHyperparameter(JsonObject json) {
    return new Hyperparameter(
        Json.text(json, "name"),
        new Range(Json.number(json, "low"), Json.number(json, "high")),
        Json.number(json, "start"),
        Json.number(json, "sigma"),
        Json.flag(json, "discrete"),
        Json.constant(json, "sharing", Hyperparameter.Sharing.class));
  }

  private static JsonObject steps(RunSnapshot s) {
    JsonObject json = new JsonObject();
    json.add("number", Json.numbers(s.steps(), s::number));
    json.add("epoch", Json.numbers(s.steps(), s::epoch));
    json.add("trainingLoss", Json.numbers(s.steps(), s::trainingLoss));
    json.add("validationLoss", Json.numbers(s.steps(), s::validationLoss));
    json.add("seconds", Json.numbers(s.steps(), s::seconds));
    return json;
  }

  private static JsonObject moves(RunSnapshot s) {
    int[] rows = Moves.rows(s);
    JsonArray values = new JsonArray();
    JsonArray sigma = new JsonArray();
    for (int h = 0; h < s.hyperparameters().size(); h++) {
      int at = h;
      values.add(Json.numbers(rows.length, i -> s.value(rows[i], at)));
      sigma.add(Json.numbers(rows.length, i -> s.sigma(rows[i], at)));
    }
    JsonObject json = new JsonObject();
    json.add("row", Json.numbers(rows.length, i -> rows[i]));
    json.add("values", values);
    json.add("sigma", sigma);
    return json;
  }

  private static void readSteps(JsonObject json, Plan plan, History history) {
    JsonObject steps = Json.object(json, "steps");
    long[] number = Json.readAscending(steps, "number", -1);
    if (number.length > 0 && number[0] < 1) {
      throw new IllegalArgumentException(
          "'number[0]' is " + number[0] + "; the first step should be at least 1");
    }
    double[] epoch = Json.readNumbers(steps, "epoch", number.length);
    double[] training = Json.readNumbers(steps, "trainingLoss", number.length);
    double[] validation = Json.readNumbers(steps, "validationLoss", number.length);
    double[] seconds = Json.readNumbers(steps, "seconds", number.length);
    JsonObject moves = Json.object(json, "moves");
    long[] row = Json.readAscending(moves, "row", -1);
    int n = plan.hyperparameters().size();
    double[][] values = Json.readRows(moves, "values", n, row.length);
    double[][] sigma = Json.readRows(moves, "sigma", n, row.length);
    double[] value = plan.startValues().clone();
    double[] scale = plan.startSigma().clone();
    int move = 0;
    for (int i = 0; i < number.length; i++) {
      if (move < row.length && row[move] == i) {
        for (int h = 0; h < n; h++) {
          value[h] = values[h][move];
          scale[h] = sigma[h][move];
        }
        move++;
      }
      history.step(
          new Step(
              number[i],
              Json.integer(epoch[i], "epoch"),
              training[i],
              validation[i],
              value,
              scale,
              seconds[i]));
    }
  }

  private static JsonObject epoch(Epoch e) {
    JsonObject json = new JsonObject();
    json.addProperty("number", e.number());
    json.addProperty("warmup", e.warmup());
    json.add("training", Json.score(e.training()));
    json.add("validation", Json.score(e.validation()));
    json.add("values", Json.numbers(e.values()));
    json.add("sigma", Json.numbers(e.sigma()));
    json.add("learningRate", Json.number(e.learningRate()));
    json.addProperty("best", e.best());
    json.add("seconds", Json.number(e.seconds()));
    return json;
  }

  private static Epoch readEpoch(JsonObject json, int hyperparameters) {
    return new Epoch(
        Json.integer(json, "number"),
        Json.flag(json, "warmup"),
        Json.readScore(Json.object(json, "training")),
        Json.readScore(Json.object(json, "validation")),
        Json.readNumbers(json, "values", hyperparameters),
        Json.readNumbers(json, "sigma", hyperparameters),
        Json.number(json, "learningRate"),
        Json.flag(json, "best"),
        Json.number(json, "seconds"));
  }

  private static JsonObject ending(TrainingOutcome ending) {
    JsonObject json = new JsonObject();
    json.addProperty("cause", ending.cause().name());
    json.addProperty("message", ending.message());
    json.addProperty("bestEpoch", ending.bestEpoch());
    json.add("seconds", Json.number(ending.seconds()));
    return json;
  }

  private static TrainingOutcome readEnding(JsonObject json) {
    return new TrainingOutcome(
        Json.constant(json, "cause", TrainingOutcome.Cause.class),
        Json.text(json, "message"),
        Json.integer(json, "bestEpoch"),
        Json.number(json, "seconds"));
  }
}
