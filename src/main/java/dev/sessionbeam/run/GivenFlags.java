package dev.sessionbeam.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Map;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Keeps which flags the user gave, on the command line or in the options file: an option alone does
 * not say whether its value is the default. Not a flag, and not sent with the job.
 */
@Hidden
public interface GivenFlags extends PipelineOptions {
  /** The value of each flag that was given, by its name; null if this is not known. */
  @JsonIgnore
  @Nullable Map<String, String> getGivenFlags();

  void setGivenFlags(@Nullable Map<String, String> value);
}
