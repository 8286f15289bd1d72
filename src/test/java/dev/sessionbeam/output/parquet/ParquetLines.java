package dev.sessionbeam.output.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.definition.table.Tables;
import dev.sessionbeam.output.row.Row;
import dev.sessionbeam.output.row.RowDecoder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads Parquet files back as the lines that they were written from. */
public final class ParquetLines {
  private ParquetLines() {}

  /** Returns the lines of a file of events or sessions by the shipped definition for Nitro. */
  public static List<String> ofNitro(Path file) throws IOException {
    return of(file, nitro());
  }

  /** Returns the lines of a file in a folder {@code events} or {@code sessions}. */
  public static List<String> of(Path file, Tables tables) throws IOException {
    boolean events = file.toString().contains("/events/");
    return of(file, events ? tables.events() : tables.sessions());
  }

  static List<String> of(Path file, Table table) throws IOException {
    List<String> lines = new ArrayList<>();
    RowDecoder decoder = new RowDecoder(table);
    try (RowsReader reader = new RowsReader(table, FileChannel.open(file))) {
      for (Row row = reader.read(); row != null; row = reader.read()) {
        lines.add(new String(decoder.decode(row), UTF_8));
      }
    }
    return lines;
  }

  /** Returns the tables of the shipped definition for Nitro. */
  public static Tables nitro() throws IOException {
    try {
      return DefinitionReader.read(Path.of("pipelines/nitro.yaml")).tables();
    } catch (InvalidDefinitionException e) {
      throw new IllegalStateException(e);
    }
  }
}
