package dev.sessionbeam.packing;

import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.OriginCoder;
import dev.sessionbeam.event.RawRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.VarIntCoder;

/**
 * Encodes {@link SourcedEvents}. If no rule changed an event, its JSON is its record with new
 * fields before the closing brace. Then the record's bytes are not encoded a second time.
 */
public final class SourcedEventsCoder extends AtomicCoder<SourcedEvents> {
  private static final long serialVersionUID = 1;
  private static final SourcedEventsCoder INSTANCE = new SourcedEventsCoder();

  /**
   * Written in place of the length of a record, if the record cannot be restored from its event.
   */
  private static final int APART = 0;

  private SourcedEventsCoder() {}

  public static SourcedEventsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(SourcedEvents value, OutputStream out) throws IOException {
    EncodedEventsCoder.of().encode(value.events(), out);
    BooleanCoder.of().encode(value.records().isEmpty(), out);
    EncodedEvents.Reader events = value.events().reader();
    Origin before = null;
    for (RawRecord record : value.records()) {
      events.next();
      byte[] bytes = record.bytes();
      if (isWithin(bytes, events)) {
        VarIntCoder.of().encode(bytes.length, out);
      } else {
        VarIntCoder.of().encode(APART, out);
        ByteArrayCoder.of().encode(bytes, out);
      }
      OriginCoder.encode(record.origin(), before, out);
      before = record.origin();
    }
  }

  private static boolean isWithin(byte[] record, EncodedEvents.Reader event) {
    int last = record.length - 1;
    return last > 0 && record[last] == '}' && event.jsonBeginsWith(record, last);
  }

  @Override
  public SourcedEvents decode(InputStream in) throws IOException {
    EncodedEvents events = EncodedEventsCoder.of().decode(in);
    if (BooleanCoder.of().decode(in)) {
      return new SourcedEvents(events, List.of());
    }
    List<RawRecord> records = new ArrayList<>();
    EncodedEvents.Reader reader = events.reader();
    Origin origin = null;
    while (reader.hasNext()) {
      reader.next();
      int length = VarIntCoder.of().decode(in);
      byte[] bytes;
      if (length == APART) {
        bytes = ByteArrayCoder.of().decode(in);
      } else {
        bytes = reader.beginOfJson(length - 1, length);
        bytes[length - 1] = '}';
      }
      origin = OriginCoder.decode(origin, in);
      records.add(new RawRecord(bytes, origin));
    }
    return new SourcedEvents(events, records);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
