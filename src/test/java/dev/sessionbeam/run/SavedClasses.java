package dev.sessionbeam.run;

import dev.sessionbeam.cli.CommandRun;
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

/** Finds the classes whose objects are in a savepoint in the form of Java's serialization. */
final class SavedClasses {
  /** The start of a class's name, in the description of a class or of a lambda. */
  private static final Pattern OURS = Pattern.compile("(\\[*L)?dev[./]sessionbeam[./]");

  private static final String SNAPPY = "\u0082SNAPPY\0";

  /** The classes in the savepoint of every stream, without those of the source. */
  private static final List<String> CODERS =
      List.of(
          "dev.sessionbeam.packing.EncodedEventsCoder 1",
          "dev.sessionbeam.event.ParsedEventCoder 1",
          "dev.sessionbeam.event.RawRecordCoder 1",
          "dev.sessionbeam.event.SourcedEventCoder 1",
          "dev.sessionbeam.event.TimedEventCoder 1",
          "dev.sessionbeam.packing.RecordBatch$BatchCoder 1, Lorg/apache/beam/sdk/coders/Coder; record",
          "dev.sessionbeam.failure.RejectedRecordCoder 1",
          "dev.sessionbeam.session.EventGroup$GroupCoder 1",
          "dev.sessionbeam.session.EventPack$PackCoder 1",
          "dev.sessionbeam.session.EmittedEvents$EmittedEventsCoder 1",
          "dev.sessionbeam.session.MachineState$MachineCoder 1, Lorg/apache/beam/sdk/coders/Coder; window",
          "dev.sessionbeam.session.RevisedSessionCoder 1",
          "dev.sessionbeam.session.SessionWindow$WindowCoder 1",
          "dev.sessionbeam.output.LinesCoder 1",
          "dev.sessionbeam.output.CompressedLines$CompressedLinesCoder 1");

  private SavedClasses() {}

  /** What must be in a savepoint, and nothing else: lines as {@link #form} makes them, in order. */
  static List<String> pinned(String... source) {
    return Stream.concat(CODERS.stream(), Stream.of(source)).sorted().toList();
  }

  /** The names of our classes in all files of a folder; a lambda names the class that it is in. */
  static Set<String> in(Path savepoint) throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path file : CommandRun.files(savepoint)) {
      names.addAll(in(Files.readAllBytes(file)));
    }
    return names;
  }

  /** The same in the bytes of a file. */
  static Set<String> in(byte[] bytes) throws IOException {
    Set<String> names = new TreeSet<>();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Matcher ours = OURS.matcher(text);
    while (ours.find()) {
      // Java writes the length of a name before the name.
      int length = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(ours.start() - 2));
      names.add(text.substring(ours.start(), Math.min(ours.start() + length, text.length())));
    }
    for (int at = text.indexOf(SNAPPY); at >= 0; at = text.indexOf(SNAPPY, at + 1)) {
      names.addAll(in(inflated(bytes, at)));
    }
    return names;
  }

  /** Decompresses what Beam has compressed, a coder. Its length is written before it. */
  private static byte[] inflated(byte[] bytes, int start) throws IOException {
    int length = ByteBuffer.wrap(bytes).getInt(start - Integer.BYTES);
    try (InputStream in = new SnappyInputStream(new ByteArrayInputStream(bytes, start, length))) {
      return in.readAllBytes();
    }
  }

  /** The name of a class, its version, and its serialized fields: what must not change. */
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
      return name + " is not a class";
    }
  }
}
