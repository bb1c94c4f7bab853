package org.selftuning.magics;

import java.util.List;
import java.util.concurrent.Callable;
import org.selftuning.tensor.Device;
import picocli.CommandLine.Command;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Lists the devices. */
@Command(
    name = "device",
    description = "Lists the processors that can train here. Returns the Tablesaw Table.")
final class DeviceCommand implements Callable<Table> {
  private final Session session;

  DeviceCommand(Session session) {
    this.session = session;
  }

  @Override
  public Table call() {
    List<Device> devices = Device.all();
    Table table =
        Table.create(
            "devices",
            StringColumn.create("device", devices.stream().map(Device::name)),
            StringColumn.create("what it is", devices.stream().map(Device::description)),
            StringColumn.create(
                "usable", devices.stream().map(device -> device.problem().orElse("yes"))));
    session.host().show(MimeBundle.table(table));
    return table;
  }
}
