package dev.sessionbeam.parquet;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;

/** Counts the rows of a Parquet file by its footer. */
public final class RowCount {
  private RowCount() {}

  /**
   * Returns the number of rows, and closes the channel.
   *
   * @throws IOException if the channel cannot be read
   */
  public static long of(SeekableByteChannel channel) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new PageCodecs())
            .build();
    try (ParquetFileReader reader =
        ParquetFileReader.open(new ChannelInputFile(channel), options)) {
      return reader.getRecordCount();
    }
  }
}
