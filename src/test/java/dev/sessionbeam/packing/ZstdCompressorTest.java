package dev.sessionbeam.packing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.sessionbeam.event.Event;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class ZstdCompressorTest {
  @Property(tries = 1_000)
  void decompressedBytesAreTheOriginalBytes(@ForAll List<byte[]> texts) {
    try (ZstdCompressor compressor = new ZstdCompressor()) {
      List<byte[]> frames = texts.stream().map(compressor::compress).toList();
      for (int i = 0; i < texts.size(); i++) {
        assertThat(compressor.decompress(frames.get(i)), is(texts.get(i)));
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
    EncodedEvents packed = EncodedEvents.of(events);
    try (ZstdCompressor compressor = new ZstdCompressor()) {
      byte[] frame = compressor.compress(packed);
      assertThat(frame.length, is(lessThan(packed.size() / 4)));
      assertThat(compressor.decompressEvents(frame), is(packed));
      assertThat(
          compressor.decompressEvents(compressor.compress(EncodedEvents.NONE)),
          is(EncodedEvents.NONE));
    }
  }

  @Test
  void itWorksAfterItsCloseAndAfterSerialization() {
    byte[] text = "a text".getBytes(UTF_8);
    ZstdCompressor compressor = new ZstdCompressor();
    byte[] frame = compressor.compress(text);
    compressor.close();
    compressor.close();
    try (ZstdCompressor again = compressor;
        ZstdCompressor sent = SerializableUtils.clone(compressor)) {
      assertThat(again.decompress(frame), is(text));
      assertThat(sent.decompress(sent.compress(text)), is(text));
    }
  }
}
