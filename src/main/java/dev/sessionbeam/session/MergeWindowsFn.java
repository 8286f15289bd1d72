package dev.sessionbeam.session;

import dev.sessionbeam.packing.EncodedEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;

/** Emits the groups in a whole bucket: for each machine, the events of each merged window. */
final class MergeWindowsFn<W extends BoundedWindow>
    extends DoFn<KV<Integer, Iterable<byte[]>>, EventGroup> {
  private final MachineWindowing<W> windowing;

  MergeWindowsFn(MachineWindowing<W> windowing) {
    this.windowing = windowing;
  }

  @ProcessElement
  public void process(@Element KV<Integer, Iterable<byte[]>> bucket, OutputReceiver<EventGroup> out)
      throws Exception {
    Map<String, List<WindowedPack<W>>> machines = new HashMap<>();
    for (byte[] part : Objects.requireNonNull(bucket.getValue())) {
      Bucket.Reader<W> reader = new Bucket.Reader<>(part, WindowedPack.coder(windowing.coder()));
      while (reader.next()) {
        machines
            .computeIfAbsent(reader.machine(), machine -> new ArrayList<>(1))
            .add(reader.pack());
      }
    }
    for (Map.Entry<String, List<WindowedPack<W>>> machine : machines.entrySet()) {
      for (List<EncodedEvents> group : merge(machine.getValue()).values()) {
        out.output(new EventGroup(machine.getKey(), group, List.of()));
      }
    }
  }

  private Map<W, List<EncodedEvents>> merge(List<WindowedPack<W>> packs) throws Exception {
    Set<W> windows = new LinkedHashSet<>();
    packs.forEach(pack -> windows.add(pack.window()));
    Map<W, W> merged = windowing.merge(windows);
    Map<W, List<EncodedEvents>> groups = new HashMap<>();
    for (WindowedPack<W> pack : packs) {
      groups
          .computeIfAbsent(
              merged.getOrDefault(pack.window(), pack.window()), window -> new ArrayList<>())
          .add(pack.pack().events());
    }
    return groups;
  }
}
