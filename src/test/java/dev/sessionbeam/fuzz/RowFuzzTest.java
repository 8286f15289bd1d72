package dev.sessionbeam.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.output.parquet.RowsReader;
import dev.sessionbeam.output.parquet.RowsWriter;
import dev.sessionbeam.output.row.Row;
import dev.sessionbeam.output.row.RowDecoder;
import dev.sessionbeam.output.row.RowEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a record holds, a Parquet file gives back its line, byte for byte. */
class RowFuzzTest {
  private static final int LINES = 20_000;
  private static final long SEED = Long.getLong("fuzz.seed", 1);

  private static final String DEFINITION =
      """
      name: test
      event: {machine: m, time: {field: t, format: epoch_millis}, action: a}
      session: {gap: 30m}
      output:
        columns:
          s: string
          n: int64
          d: double
          small: decimal(5,2)
          large: decimal(18,3)
          huge: decimal(38,10)
          b: boolean
          at: timestamp
          j: json
          o.n: int64
          o.s: string
          o.p.at: timestamp
          o.j: json
      """;

  private static final List<String> NAMES =
      List.of(
          "s", "n", "d", "small", "large", "huge", "b", "at", "j", "o", "x", "", "_order",
          "\\u0073", "rest", "session", "\u00e9");

  private static final List<String> INNER = List.of("n", "s", "p", "j", "at", "x", "\\u006e");

  private static final String SESSION =
      "\"session_id\":\"7\",\"session_start\":\"2017-02-05T00:00:00.000Z\",\"session_index\":0}";

  @TempDir private Path folder;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final HostileValues values = new HostileValues(random);

  @Test
  void everyLineComesBack() throws Exception {
    Table table = DefinitionReader.read(DEFINITION, folder).tables().events();
    List<byte[]> lines = new ArrayList<>();
    while (lines.size() < LINES) {
      byte[] line = line();
      if (line.length > 0) {
        lines.add(line);
      }
    }
    Path file = folder.resolve("lines.parquet");
    int withoutRest = 0;
    try (FileChannel channel = FileChannel.open(Files.createFile(file), StandardOpenOption.WRITE);
        RowsWriter writer =
            new RowsWriter(
                table, Codec.ZSTD, Channels.newChannel(Channels.newOutputStream(channel)))) {
      RowEncoder encoder = new RowEncoder(table);
      for (byte[] line : lines) {
        Row row = encoder.encode(line);
        withoutRest += row.rest() == null ? 1 : 0;
        writer.write(row);
      }
    }
    RowDecoder decoder = new RowDecoder(table);
    try (RowsReader reader = new RowsReader(table, FileChannel.open(file))) {
      for (byte[] line : lines) {
        Row row = reader.read();
        assertThat("seed " + SEED, row != null, is(true));
        assertThat(
            "seed " + SEED,
            new String(decoder.decode(Objects.requireNonNull(row)), UTF_8),
            is(new String(line, UTF_8)));
      }
      assertThat(reader.read() == null, is(true));
    }
    assertThat("lines that their columns give back", withoutRest, is(greaterThan(LINES / 100)));
  }

  /** A line as the output has it; empty if the values make no valid record. */
  private byte[] line() {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    json.write('{');
    if (random.nextInt(4) > 0) {
      json.writeBytes("\"m\":\"m\",\"t\":1486285200000,\"a\":\"view\",".getBytes(UTF_8));
    }
    write(NAMES, random.nextInt(4), json);
    json.writeBytes("\"o\":{\"n\":1}}".getBytes(UTF_8));
    byte[] record;
    try {
      record = JsonObject.parse(json.toByteArray()).toBytes();
    } catch (JsonSyntaxException e) {
      return new byte[0];
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.write(record, 0, record.length - 1);
    line.write(',');
    line.writeBytes(SESSION.getBytes(UTF_8));
    return line.toByteArray();
  }

  /** Writes some fields, each with a comma after it. */
  private void write(List<String> names, int fields, ByteArrayOutputStream json) {
    for (int i = 0; i < fields; i++) {
      String name = names.get(random.nextInt(names.size()));
      json.writeBytes(("\"" + name + "\":").getBytes(UTF_8));
      if ((name.equals("o") || name.equals("p")) && random.nextInt(4) > 0) {
        json.writeBytes((random.nextInt(8) == 0 ? "{ " : "{").getBytes(UTF_8));
        write(INNER, random.nextInt(3), json);
        json.writeBytes((random.nextBoolean() ? "\"n\":1}" : "\"x\":null}").getBytes(UTF_8));
      } else {
        json.writeBytes(values.next());
      }
      json.write(',');
    }
  }
}
