package dev.sessionbeam.session;

import dev.sessionbeam.event.PackedEvents;
import dev.sessionbeam.event.Packer;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.SourcedEvents;
import dev.sessionbeam.event.SourcedEventsCoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Packs events by machine, so that a machine's state is asked once for many of them. */
public final class MachinePacker implements Packer<SourcedEvent, KV<String, SourcedEvents>> {
  /** Of what comes out. */
  public static final Coder<KV<String, SourcedEvents>> CODER =
      KvCoder.of(StringUtf8Coder.of(), SourcedEventsCoder.of());

  /** A machine's events go out at about this many bytes. */
  private static final int PACK_BYTES = 1 << 17;

  /** All machines' events go out at about this many bytes. */
  private static final int MOST_BYTES = 1 << 26;

  private transient @Nullable Map<String, Pack> packs;
  private transient long held;

  private static final class Pack {
    private final PackedEvents.Builder events = new PackedEvents.Builder();
    private final List<RawRecord> records = new ArrayList<>(1);

    SourcedEvents take() {
      SourcedEvents taken = new SourcedEvents(events.take(), records);
      records.clear();
      return taken;
    }
  }

  @Override
  public void add(SourcedEvent sourced, Consumer<KV<String, SourcedEvents>> out) {
    Map<String, Pack> all = packs;
    if (all == null) {
      all = new HashMap<>();
      packs = all;
    }
    String machine = sourced.event().machine();
    Pack pack = all.computeIfAbsent(machine, name -> new Pack());
    pack.events.add(sourced.event());
    pack.records.add(sourced.record());
    held += sourced.event().json().length + sourced.record().bytes().length;
    if (pack.events.size() >= PACK_BYTES) {
      out.accept(KV.of(machine, pack.take()));
    } else if (held >= MOST_BYTES) {
      flush(out);
    }
  }

  @Override
  public void flush(Consumer<KV<String, SourcedEvents>> out) {
    Map<String, Pack> all = packs;
    if (all != null) {
      all.forEach(
          (machine, pack) -> {
            if (!pack.records.isEmpty()) {
              out.accept(KV.of(machine, pack.take()));
            }
          });
      all.clear();
    }
    held = 0;
  }

  @Override
  public Instant timestamp(KV<String, SourcedEvents> packed) {
    long earliest = Long.MAX_VALUE;
    PackedEvents.Reader event = packed.getValue().events().reader();
    while (event.hasNext()) {
      event.next();
      earliest = Math.min(earliest, event.millis());
    }
    return Instant.ofEpochMilli(earliest);
  }
}
