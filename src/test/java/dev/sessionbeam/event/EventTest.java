package dev.sessionbeam.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.packing.EncodedEvents;
import dev.sessionbeam.packing.EncodedEventsCoder;
import dev.sessionbeam.packing.SourcedEvents;
import dev.sessionbeam.packing.SourcedEventsCoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

class EventTest {
  private static Event event(long millis, boolean opening, String id, String json) {
    return new Event("m", id.getBytes(UTF_8), millis, opening, "view", json.getBytes(UTF_8));
  }

  @Test
  void eventsOfAMachineAreOrderedByInstantThenOpeningThenIdThenBytes() {
    List<Event> ordered =
        List.of(
            event(-5, false, "z", "{}"),
            event(1, true, "z", "{}"),
            event(1, false, "", "{}"),
            event(1, false, "a", "{}"),
            event(1, false, "a\0", "{}"),
            event(1, false, "aa", "{}"),
            event(1, false, "b", "{\"a\":1}"),
            event(1, false, "b", "{\"b\":1}"),
            event(1, false, "b", "{\"\u00e9\":1}"),
            event(1, false, "z", "{}"),
            event(1, false, "\u00e9", "{}"),
            event(1, false, "\uFF5E", "{}"),
            event(1, false, "\uD83D\uDE00", "{}"),
            event(2, true, "a", "{}"),
            event(Long.MAX_VALUE, true, "a", "{}"));
    List<Event> sorted = new ArrayList<>(ordered);
    Collections.reverse(sorted);
    sorted.sort(Event.ORDER);
    assertThat(sorted, is(ordered));
  }

  @Property(tries = 2_000)
  void idsAreOrderedByCodePointAndNotByChar(
      @ForAll @Size(max = 4) List<Integer> left, @ForAll @Size(max = 4) List<Integer> right) {
    int[] a = left.stream().mapToInt(EventTest::codePoint).toArray();
    int[] b = right.stream().mapToInt(EventTest::codePoint).toArray();
    int order =
        Event.ORDER.compare(
            event(0, false, new String(a, 0, a.length), "{}"),
            event(0, false, new String(b, 0, b.length), "{}"));
    assertThat(Integer.signum(order), is(Integer.signum(Arrays.compare(a, b))));
  }

  private static int codePoint(int any) {
    int c = Math.floorMod(any, Character.MAX_CODE_POINT + 1);
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c;
  }

  @Test
  void eventsAreEqualIfAllFieldsAreAndDuplicatesAreOrderedByTheirBytes() {
    assertThat(event(1, true, "a", "{}"), is(event(1, true, "a", "{}")));
    assertThat(event(1, true, "a", "{}"), is(not(event(1, true, "a", "{ }"))));
    assertThat(event(1, true, "a", "{}"), is(not(event(1, true, "b", "{}"))));
    assertThat(event(1, true, "a", "{}"), is(not(event(2, true, "a", "{}"))));
    assertThat(event(1, true, "a", "{}"), is(not(event(1, false, "a", "{}"))));
    Event smaller = event(1, true, "a", "{\"a\":1}");
    Event larger = event(1, true, "a", "{\"a\":2}");
    assertThat(Event.ORDER.compare(smaller, larger), is(lessThan(0)));
    assertThat(Event.ORDER.compare(larger, smaller), is(greaterThan(0)));
  }

  @Test
  void packedEventsAreEqualAfterUnpackingAndAfterTheirCoder() throws Exception {
    for (Event event :
        List.of(
            event(-1, true, "", "{}"),
            event(Long.MAX_VALUE, false, "\uD83D\uDE00", "{\"a\":\"\u00e9\"}"),
            new Event("\u00e9", new byte[] {-1, 0}, Long.MIN_VALUE, true, "", new byte[0]))) {
      EncodedEvents packed = EncodedEvents.of(List.of(event, event));
      assertThat(packed.toList(event.machine()), contains(event, event));
      requireEqual(EncodedEventsCoder.of(), packed);
    }
  }

  @Test
  void aRawRecordIsEqualAfterItsCoder() throws Exception {
    requireEqual(RawRecordCoder.of(), new RawRecord(new byte[0], new FileOrigin("", 0)));
    requireEqual(
        RawRecordCoder.of(),
        new RawRecord(
            new byte[] {0, -1, '\n', '{'}, new FileOrigin("/tmp/\u00e9 [1].gz", 1L << 40)));
  }

  @Test
  void sourcedEventsAreEqualAfterTheirCoderWhetherCleanedOrNot() throws Exception {
    List<RawRecord> records =
        List.of(
            record("a", 0, "{\"a\":1}"),
            record("a", 9, "{\"a\":2}"),
            record("b", 0, "{\"a\":3} "),
            record("b", 1, "{\"a\":4}"),
            record("", 2, "{\"a\":5}"),
            record("c", 3, "}"),
            record("c", 4, ""));
    List<Event> events =
        List.of(
            event(1, true, "a", "{\"a\":1,\"b\":2}"),
            event(2, true, "a", "{\"a\":2}"),
            event(3, true, "a", "{\"a\":3,\"b\":2}"),
            event(4, true, "a", "{\"a\":40,\"b\":2}"),
            event(5, true, "a", "{"),
            event(6, true, "a", "{\"a\":6}"),
            event(7, true, "a", "{\"a\":7}"));
    requireEqual(SourcedEventsCoder.of(), new SourcedEvents(EncodedEvents.of(events), records));
    requireEqual(SourcedEventsCoder.of(), new SourcedEvents(EncodedEvents.NONE, List.of()));
  }

  @Test
  void originsAreEqualAfterTheirCoderWhateverComesBeforeThem() throws Exception {
    List<Origin> origins =
        List.of(
            new FileOrigin("a", 1),
            new KinesisOrigin("s", "shard-0", "4711", 0, "key", 1_500_000_000_000L),
            new KinesisOrigin("s", "shard-0", "4711", 1, "other", 1_500_000_000_000L),
            new KinesisOrigin("s", "shard-1", "4712", 0, "", -1),
            new KinesisOrigin("t", "shard-1", "4713", 0, "\u00e9", 0),
            new FileOrigin("a", 2),
            new FileOrigin("a", 3));
    List<RawRecord> records = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (Origin origin : origins) {
      RawRecord record = new RawRecord("{\"a\":1}".getBytes(StandardCharsets.UTF_8), origin);
      requireEqual(RawRecordCoder.of(), record);
      records.add(record);
      events.add(event(records.size(), true, "a", "{\"a\":1}"));
    }
    requireEqual(SourcedEventsCoder.of(), new SourcedEvents(EncodedEvents.of(events), records));
  }

  private static RawRecord record(String file, long offset, String text) {
    return new RawRecord(text.getBytes(StandardCharsets.UTF_8), new FileOrigin(file, offset));
  }

  private static <T> void requireEqual(Coder<T> coder, T value) throws Exception {
    CoderProperties.coderDecodeEncodeEqual(coder, value);
    CoderProperties.coderSerializable(coder);
  }
}
