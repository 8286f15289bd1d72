package dev.sessionbeam.output;

import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.definition.table.Tables;
import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.publish.OutputFolder;
import java.io.Serializable;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * What the files of each folder are.
 *
 * @param codec how files are compressed
 * @param tables the tables of {@code events/} and {@code sessions/}, whose files are Parquet; null
 *     if all files are JSON lines
 */
record FileFormat(Codec codec, @Nullable Tables tables) implements Serializable {
  /** Returns how FileIO compresses what sinks write. */
  Compression compression() {
    return tables == null ? OutputFolder.compression(codec) : Compression.UNCOMPRESSED;
  }

  /** Returns a new sink for a file of a folder, named relative to the output. */
  FileIO.Sink<Lines> sink(String folder) {
    if (tables == null) {
      return new LinesSink();
    }
    Table table = table(folder);
    return table == null ? new CompressingSink(codec) : new ParquetSink(table, codec);
  }

  /** Returns the suffix of the files of a folder, named relative to the output. */
  String suffix(String folder) {
    return table(folder) == null ? OutputFolder.suffix(codec) : OutputFolder.PARQUET;
  }

  private @Nullable Table table(String folder) {
    if (tables == null) {
      return null;
    }
    return switch (Dataset.ofFile(folder)) {
      case EVENTS -> tables.events();
      case SESSIONS -> tables.sessions();
      default -> null;
    };
  }
}
