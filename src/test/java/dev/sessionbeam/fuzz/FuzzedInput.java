package dev.sessionbeam.fuzz;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Files of changed records, and what they hold. The first record of each file is valid, so that the
 * file is known as lines. Every other one is changed.
 *
 * @param folder holds the files
 * @param bytes the decompressed bytes of each file, by its name
 * @param records how many records the files hold: more or less than were changed, as changes also
 *     split, join and delete records
 */
record FuzzedInput(Path folder, Map<String, byte[]> bytes, long records) {
  private static final int FILES = 4;

  /** A record that is at least so large is alone on its line. */
  private static final int LARGE = 100_000;

  /** A container takes up to four events, 2.5 on average. */
  private static final int EVENTS_PER_RECORD = 4;

  /**
   * What may be a time after the year 2026. A valid time of that kind could move the watermark of a
   * stream beyond the year 2000, even with the longest disorder: then other events would be late.
   */
  private static final Pattern FAR_AHEAD =
      Pattern.compile("20(2[7-9]|[3-9][0-9])|(?<![0-9])(1[89]|[2-4][0-9])[0-9]{8}");

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /**
   * Writes files.
   *
   * @param scratch a folder for the simulated events and the files
   * @param changes how many records are changed
   * @param seed equal seeds write equal bytes
   */
  static FuzzedInput write(Path scratch, FuzzShape shape, long changes, long seed)
      throws IOException {
    Path simulated = scratch.resolve("simulated");
    simulate(simulated, shape.unwraps() ? changes * EVENTS_PER_RECORD : changes, seed);
    RecordMutator mutator = new RecordMutator(new SplittableRandom(seed));
    List<ByteArrayOutputStream> files = new ArrayList<>();
    Path events = simulated.resolve("part-000.jsonl");
    try (BufferedReader reader = Files.newBufferedReader(events)) {
      for (int i = 0; i < FILES; i++) {
        files.add(new ByteArrayOutputStream());
        if (i == 1) {
          files.get(i).writeBytes(BYTE_ORDER_MARK);
        }
        files.get(i).writeBytes(shape.record(reader.readLine(), reader));
        files.get(i).write('\n');
      }
      for (long i = 0; i < changes; i++) {
        byte[] valid = shape.record(reader.readLine(), reader);
        append(changed(valid, mutator), files.get((int) (i % FILES)));
      }
    }
    Files.delete(events);
    return write(Files.createDirectory(scratch.resolve("in")), files, shape.unwraps());
  }

  private static byte[] changed(byte[] valid, RecordMutator mutator) {
    byte[] changed = mutator.mutate(valid);
    while (FAR_AHEAD.matcher(new String(changed, StandardCharsets.ISO_8859_1)).find()) {
      changed = mutator.mutate(valid);
    }
    return changed;
  }

  /** A line of many records is not larger than 1 MiB: see {@link RecordCount}. */
  private static void append(byte[] changed, ByteArrayOutputStream file) {
    if (changed.length >= LARGE) {
      file.write('\n');
      file.writeBytes(changed);
      file.write('\n');
    } else {
      file.writeBytes(changed);
    }
  }

  private static void simulate(Path folder, long events, long seed) {
    CommandRun run =
        CommandRun.of(
            "simulate",
            "--events=" + (events + 1_000),
            "--machines=" + (events / 40 + 1),
            "--seed=" + seed,
            "--invalid=0",
            "--duplicates=0.03",
            "--files=1",
            "--output=" + folder);
    assertThat(run.err(), run.status(), is(0));
  }

  private static FuzzedInput write(Path folder, List<ByteArrayOutputStream> files, boolean unwraps)
      throws IOException {
    Map<String, byte[]> bytes = new HashMap<>();
    long records = 0;
    for (int i = 0; i < files.size(); i++) {
      boolean gzip = i == 2;
      Path file = folder.resolve("part-" + i + (gzip ? ".jsonl.gz" : ".jsonl"));
      byte[] content = files.get(i).toByteArray();
      try (OutputStream out = Files.newOutputStream(file);
          OutputStream encoded = gzip ? new GZIPOutputStream(out) : out) {
        encoded.write(content);
      }
      bytes.put(file.getFileName().toString(), content);
      records += RecordCount.of(content, unwraps);
    }
    return new FuzzedInput(folder, bytes, records);
  }
}
