package dev.sessionbeam.cli;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Where results go, and in which form. */
public interface OutputOptions extends PipelineOptions {
  @Description(
      "The folder to write to, on a disk or on S3 (s3://bucket/folder); it is made where it is missing. Required.")
  String getOutput();

  void setOutput(String value);

  @Description(
      "Whether a folder that is not empty is written to all the same: what this pipeline wrote there is replaced,"
          + " nothing else is touched. In batch, once the new results are whole. Default: false.")
  @Default.Boolean(false)
  boolean isOverwrite();

  void setOverwrite(boolean value);

  @Description(
      "Whether a batch run that finds no session replaces results that have some. Default: false, they stay, and the"
          + " exit status is 2.")
  @Default.Boolean(false)
  boolean isAllowEmpty();

  void setAllowEmpty(boolean value);

  @Description("How files are compressed: gzip, zstd or none. Default: what the definition says.")
  @Nullable String getCompression();

  void setCompression(@Nullable String value);

  @Description(
      "How many files share the lines of one partition; 0 lets each task write its own, which is fastest."
          + " Default: 0.")
  @Default.Integer(0)
  int getFilesPerPartition();

  void setFilesPerPartition(int value);
}
