package org.selftuning.magics;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Precision;

/** The words that complete an argument, as they are at the moment of typing. */
final class Names {
  private Names() {}

  /** The models on the workbench. */
  static final class Models implements Iterable<String> {
    private final Session session;

    Models(Session session) {
      this.session = session;
    }

    @Override
    public Iterator<String> iterator() {
      return session.bench().models().names().iterator();
    }
  }

  /** The data sets on the workbench. */
  static final class Data implements Iterable<String> {
    private final Session session;

    Data(Session session) {
      this.session = session;
    }

    @Override
    public Iterator<String> iterator() {
      return session.bench().data().names().iterator();
    }
  }

  /** The runs on the workbench. */
  static final class Runs implements Iterable<String> {
    private final Session session;

    Runs(Session session) {
      this.session = session;
    }

    @Override
    public Iterator<String> iterator() {
      return session.bench().runs().names().iterator();
    }
  }

  /** The devices of this machine. */
  static final class Devices implements Iterable<String> {
    Devices() {}

    @Override
    public Iterator<String> iterator() {
      return Device.all().stream().map(Device::name).iterator();
    }
  }

  /** The ways to compute matrix products. */
  static final class Precisions implements Iterable<String> {
    Precisions() {}

    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Precision.values()).map(Precision::toString).iterator();
    }
  }

  /** The training methods. */
  static final class Methods implements Iterable<String> {
    Methods() {}

    @Override
    public Iterator<String> iterator() {
      return MethodText.NAMES.iterator();
    }
  }

  /** The kinds of data sets. */
  static final class Kinds implements Iterable<String> {
    Kinds() {}

    @Override
    public Iterator<String> iterator() {
      return DataKinds.words().iterator();
    }
  }

  /** The commands. */
  static final class Commands implements Iterable<String> {
    private final Session session;

    Commands(Session session) {
      this.session = session;
    }

    @Override
    public Iterator<String> iterator() {
      return List.copyOf(CommandTree.commandLine(session).getSubcommands().keySet()).iterator();
    }
  }
}
