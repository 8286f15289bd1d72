package dev.sessionbeam.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xerial.snappy.SnappyInputStream;

/** The classes whose objects stand in a savepoint as Java serialized them. */
final class SavedClasses {
  /** In a class's description as in a lambda's. */
  private static final Pattern OURS = Pattern.compile("(\\[*L)?dev[./]sessionbeam[./]");

  private static final String SNAPPY = "\u0082SNAPPY\0";

  /** Of every stream, beside its source. */
  private static final List<String> CODERS =
      List.of(
          "dev.sessionbeam.event.PackedEventsCoder 1",
          "dev.sessionbeam.event.ParsedEventCoder 1",
          "dev.sessionbeam.event.RawRecordCoder 1",
          "dev.sessionbeam.event.SourcedEventCoder 1",
          "dev.sessionbeam.event.TimedEventCoder 1",
          "dev.sessionbeam.failure.RecordBatch$BatchCoder 1, Lorg/apache/beam/sdk/coders/Coder; record",
          "dev.sessionbeam.failure.RefusedCoder 1",
          "dev.sessionbeam.session.EventGroup$GroupCoder 1",
          "dev.sessionbeam.session.EventPack$PackCoder 1",
          "dev.sessionbeam.session.GivenEvents$GivenCoder 1",
          "dev.sessionbeam.session.Machine$MachineCoder 1, Lorg/apache/beam/sdk/coders/Coder; window",
          "dev.sessionbeam.session.RevisedSessionCoder 1",
          "dev.sessionbeam.session.SessionWindow$WindowCoder 1",
          "dev.sessionbeam.sink.LinesCoder 1",
          "dev.sessionbeam.sink.PressedLines$PressedLinesCoder 1");

  private SavedClasses() {}

  /** What must be in a savepoint, and nothing else, as {@link #form} has it, in order. */
  static List<String> pinned(String... source) {
    return Stream.concat(CODERS.stream(), Stream.of(source)).toList();
  }

  /** The names of ours in all files of a folder; a lambda of ours names the class that it is in. */
  static Set<String> in(Path savepoint) throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path file : CommandRun.files(savepoint)) {
      names.addAll(in(Files.readAllBytes(file)));
    }
    return names;
  }

  /** The same in a file's bytes. */
  static Set<String> in(byte[] bytes) throws IOException {
    Set<String> names = new TreeSet<>();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Matcher ours = OURS.matcher(text);
    while (ours.find()) {
      // Java writes a name's length ahead of it.
      int length = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(ours.start() - 2));
      names.add(text.substring(ours.start(), Math.min(ours.start() + length, text.length())));
    }
    for (int at = text.indexOf(SNAPPY); at >= 0; at = text.indexOf(SNAPPY, at + 1)) {
      names.addAll(in(inflated(bytes, at)));
    }
    return names;
  }

  /** What Beam compressed, with its length ahead: a coder. */
  private static byte[] inflated(byte[] bytes, int start) throws IOException {
    int length = ByteBuffer.wrap(bytes).getInt(start - Integer.BYTES);
    try (InputStream in = new SnappyInputStream(new ByteArrayInputStream(bytes, start, length))) {
      return in.readAllBytes();
    }
  }

  /** A class's name, its version, and its fields that are kept: what must stay as it is. */
  static String form(String name) {
    try {
      ObjectStreamClass description = ObjectStreamClass.lookup(Class.forName(name));
      return name
          + " "
          + description.getSerialVersionUID()
          + Arrays.stream(description.getFields())
              .map(ObjectStreamField::toString)
              .map(field -> ", " + field)
              .collect(Collectors.joining());
    } catch (ClassNotFoundException e) {
      return name + " is no class";
    }
  }
}
