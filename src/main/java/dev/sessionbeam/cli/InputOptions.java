package dev.sessionbeam.cli;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** What to compute, and from what. */
public interface InputOptions extends PipelineOptions {
  @Description("The pipeline definition: a YAML file. Required.")
  String getDefinition();

  void setDefinition(String value);

  @Description(
      "What to read: a file, a folder with all below it, a glob, or several with commas between, on a disk or on S3 (s3://bucket/folder); plain, .gz, .bz2 or"
          + " .zst. Names that begin with a dot or an underscore are passed over below a folder. Required.")
  List<String> getInput();

  void setInput(List<String> value);

  @Description(
      "Whether the input is invalid/ or late/ of an earlier run: records are taken out of the envelopes that hold them."
          + " Other records pass as they are. Default: false.")
  @Default.Boolean(false)
  boolean isReplay();

  void setReplay(boolean value);
}
