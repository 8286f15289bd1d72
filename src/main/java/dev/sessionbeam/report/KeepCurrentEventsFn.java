package dev.sessionbeam.report;

import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Divides a bucket into its machines, and emits the current events of each. */
final class KeepCurrentEventsFn extends DoFn<KV<Integer, Iterable<byte[]>>, MachineEvents> {
  private static final long serialVersionUID = 1;

  private final ReportTask task;

  KeepCurrentEventsFn(ReportTask task) {
    this.task = task;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Iterable<byte[]>> bucket, OutputReceiver<MachineEvents> out) {
    NavigableMap<String, MachineLines> machines = new TreeMap<>();
    for (byte[] chunk : Objects.requireNonNull(bucket.getValue())) {
      BucketChunks.unpack(
          chunk,
          part ->
              machines
                  .computeIfAbsent(part.machine(), name -> new MachineLines(name, task.keptDay()))
                  .add(part));
    }
    // Each machine is given out and forgotten, so that a large one is in memory once.
    while (!machines.isEmpty()) {
      String first = machines.firstKey();
      MachineLines lines = Objects.requireNonNull(machines.remove(first));
      out.output(lines.current(task.replacedBySettledDays()));
    }
  }
}
