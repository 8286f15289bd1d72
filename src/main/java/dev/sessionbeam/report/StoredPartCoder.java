package dev.sessionbeam.report;

import dev.sessionbeam.report.StoredPart.About;
import dev.sessionbeam.report.StoredPart.Events;
import dev.sessionbeam.report.StoredPart.Head;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/** Encodes parts. */
final class StoredPartCoder extends AtomicCoder<StoredPart> {
  static final StoredPartCoder INSTANCE = new StoredPartCoder();
  private static final long serialVersionUID = 1;
  private static final int HEAD = 0;
  private static final int EVENTS = 1;
  private static final int STATE = 2;

  @Override
  public void encode(StoredPart part, OutputStream out) throws IOException {
    if (part instanceof Events events) {
      out.write(EVENTS);
      StringUtf8Coder.of().encode(part.machine(), out);
      encode(events.about(), out);
      VarInt.encode(events.first(), out);
      VarInt.encode(events.count(), out);
      ByteArrayCoder.of().encode(events.packed(), out);
    } else if (part instanceof Head head) {
      out.write(HEAD);
      StringUtf8Coder.of().encode(part.machine(), out);
      encode(head, out);
    } else if (part instanceof MachineState state) {
      out.write(STATE);
      StringUtf8Coder.of().encode(part.machine(), out);
      state.encode(out);
    }
  }

  @Override
  public StoredPart decode(InputStream in) throws IOException {
    int kind = in.read();
    String machine = StringUtf8Coder.of().decode(in);
    if (kind == STATE) {
      return MachineState.decode(machine, in);
    }
    About about = decodeAbout(in);
    if (kind == EVENTS) {
      int first = VarInt.decodeInt(in);
      int count = VarInt.decodeInt(in);
      return new Events(about, machine, first, count, ByteArrayCoder.of().decode(in));
    }
    boolean opened = in.read() != 0;
    long start = VarInt.decodeLong(in);
    long end = start + VarInt.decodeLong(in);
    int count = VarInt.decodeInt(in);
    int size = VarInt.decodeInt(in);
    List<UUID> replaces = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      replaces.add(readId(in));
    }
    return new Head(about, machine, start, end, count, opened, replaces);
  }

  private static void encode(Head head, OutputStream out) throws IOException {
    encode(head.about(), out);
    out.write(head.opened() ? 1 : 0);
    VarInt.encode(head.start(), out);
    VarInt.encode(head.end() - head.start(), out);
    VarInt.encode(head.count(), out);
    VarInt.encode(head.replaces().size(), out);
    for (UUID replaced : head.replaces()) {
      write(replaced, out);
    }
  }

  private static void encode(About about, OutputStream out) throws IOException {
    write(about.session(), out);
    VarInt.encode(about.revision(), out);
    out.write(about.settled() ? 1 : 0);
    VarInt.encode(about.day(), out);
  }

  private static About decodeAbout(InputStream in) throws IOException {
    UUID session = readId(in);
    int revision = VarInt.decodeInt(in);
    boolean settled = in.read() != 0;
    return new About(session, revision, settled, VarInt.decodeInt(in));
  }

  static void write(UUID id, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeLong(id.getMostSignificantBits());
    data.writeLong(id.getLeastSignificantBits());
  }

  static UUID readId(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    return new UUID(data.readLong(), data.readLong());
  }
}
