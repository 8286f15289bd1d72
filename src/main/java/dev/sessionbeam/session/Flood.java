package dev.sessionbeam.session;

import dev.sessionbeam.event.PackedEvents;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvents;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.failure.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * Which of a machine's new events are more than it may send.
 *
 * @param packs the others
 * @param rejected the records of those that are
 * @param bytes of the machine's events, by span, with the new ones
 */
record Flood<W extends BoundedWindow>(
    List<WindowedPack<W>> packs, List<Refused> rejected, Map<Long, Long> bytes) {

  static <W extends BoundedWindow> Flood<W> of(
      String machine,
      List<WindowedPack<W>> packs,
      Map<Long, Long> known,
      MachineLimit limit,
      MachineWindowing<W> windowing)
      throws Exception {
    Map<Long, Long> bytes = new TreeMap<>(known);
    for (WindowedPack<W> pack : packs) {
      PackedEvents.Reader event = pack.pack().events().reader();
      while (event.hasNext()) {
        event.next();
        bytes.merge(limit.span(event.millis()), (long) event.jsonLength(), Long::sum);
      }
    }
    return bytes.values().stream().allMatch(sum -> sum <= limit.bytesPerSpan())
        ? new Flood<>(packs, List.of(), bytes)
        : oneByOne(machine, packs, known, limit, windowing);
  }

  private static <W extends BoundedWindow> Flood<W> oneByOne(
      String machine,
      List<WindowedPack<W>> packs,
      Map<Long, Long> known,
      MachineLimit limit,
      MachineWindowing<W> windowing)
      throws Exception {
    Map<Long, Long> bytes = new TreeMap<>(known);
    PackedEvents.Builder kept = new PackedEvents.Builder();
    List<RawRecord> records = new ArrayList<>();
    List<Refused> rejected = new ArrayList<>();
    for (WindowedPack<W> pack : packs) {
      PackedEvents.Reader event = pack.pack().events().reader();
      for (RawRecord record : pack.pack().records()) {
        event.next();
        long span = limit.span(event.millis());
        long sum = bytes.getOrDefault(span, 0L) + event.jsonLength();
        if (sum > limit.bytesPerSpan()) {
          rejected.add(reject(record, limit));
        } else {
          bytes.put(span, sum);
          kept.add(event);
          records.add(record);
        }
      }
    }
    List<WindowedPack<W>> left =
        records.isEmpty()
            ? List.of()
            : windowing.split(machine, new SourcedEvents(kept.take(), records));
    return new Flood<>(left, rejected, bytes);
  }

  private static Refused reject(RawRecord record, MachineLimit limit) {
    return new Refused(
            record,
            Reason.TOO_MANY_EVENTS,
            Stage.ADMIT,
            "its machine has sent more than " + limit.bytesPerSpan() + " bytes in one span",
            null)
        .counted();
  }
}
