package dev.sessionbeam.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class PressTest {
  @Property(tries = 1_000)
  void whatIsReleasedIsWhatWasPressed(@ForAll List<byte[]> texts) {
    try (Press press = new Press()) {
      List<byte[]> frames = texts.stream().map(press::press).toList();
      for (int i = 0; i < texts.size(); i++) {
        assertThat(press.release(frames.get(i)), is(texts.get(i)));
      }
    }
  }

  @Test
  void aMachinesEventsShrinkToAFraction() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String json = "{\"event_id\":\"e" + i + "\",\"machine_id\":\"m\",\"build\":\"11.0.3\"}";
      events.add(new Event("m", new byte[] {(byte) i}, i, false, "view", json.getBytes(UTF_8)));
    }
    PackedEvents packed = PackedEvents.of(events);
    try (Press press = new Press()) {
      byte[] frame = press.press(packed);
      assertThat(frame.length, is(lessThan(packed.size() / 4)));
      assertThat(press.releaseEvents(frame), is(packed));
      assertThat(press.releaseEvents(press.press(PackedEvents.NONE)), is(PackedEvents.NONE));
    }
  }

  @Test
  void itWorksAgainBehindItsCloseAndWhereItWasSentTo() {
    byte[] text = "a text".getBytes(UTF_8);
    Press press = new Press();
    byte[] frame = press.press(text);
    press.close();
    press.close();
    try (Press again = press;
        Press sent = SerializableUtils.clone(press)) {
      assertThat(again.release(frame), is(text));
      assertThat(sent.release(sent.press(text)), is(text));
    }
  }
}
