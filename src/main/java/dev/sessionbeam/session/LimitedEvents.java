package dev.sessionbeam.session;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.Stage;
import dev.sessionbeam.packing.EncodedEvents;
import dev.sessionbeam.packing.SourcedEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * Splits a machine's new events into those within its limit and those beyond it.
 *
 * @param packs the events within the limit
 * @param rejected the records of the events beyond the limit
 * @param bytes the number of bytes of the machine's events, by span, with the new events within the
 *     limit
 */
record LimitedEvents<W extends BoundedWindow>(
    List<WindowedPack<W>> packs, List<RejectedRecord> rejected, Map<Long, Long> bytes) {

  static <W extends BoundedWindow> LimitedEvents<W> of(
      String machine,
      List<WindowedPack<W>> packs,
      Map<Long, Long> known,
      MachineLimit limit,
      MachineWindowing<W> windowing)
      throws Exception {
    Map<Long, Long> bytes = new TreeMap<>(known);
    for (WindowedPack<W> pack : packs) {
      EncodedEvents.Reader event = pack.pack().events().reader();
      while (event.hasNext()) {
        event.next();
        bytes.merge(limit.span(event.millis()), (long) event.jsonLength(), Long::sum);
      }
    }
    return bytes.values().stream().allMatch(sum -> sum <= limit.bytesPerSpan())
        ? new LimitedEvents<>(packs, List.of(), bytes)
        : oneByOne(machine, packs, known, limit, windowing);
  }

  private static <W extends BoundedWindow> LimitedEvents<W> oneByOne(
      String machine,
      List<WindowedPack<W>> packs,
      Map<Long, Long> known,
      MachineLimit limit,
      MachineWindowing<W> windowing)
      throws Exception {
    Map<Long, Long> bytes = new TreeMap<>(known);
    EncodedEvents.Builder kept = new EncodedEvents.Builder();
    List<RawRecord> records = new ArrayList<>();
    List<RejectedRecord> rejected = new ArrayList<>();
    for (WindowedPack<W> pack : packs) {
      EncodedEvents.Reader event = pack.pack().events().reader();
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
    return new LimitedEvents<>(left, rejected, bytes);
  }

  private static RejectedRecord reject(RawRecord record, MachineLimit limit) {
    return new RejectedRecord(
        record,
        Reason.TOO_MANY_EVENTS,
        Stage.ADMIT,
        "the machine has sent more than "
            + limit.bytesPerSpan()
            + " bytes in one span of time: see max_machine_size",
        null);
  }
}
