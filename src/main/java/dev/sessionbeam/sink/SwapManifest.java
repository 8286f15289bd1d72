package dev.sessionbeam.sink;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a swap does, as a small JSON file in the hidden folder of the output. It is written before
 * the first step, once all new files are whole: with it the new results are the output's, whatever
 * happens to the process.
 *
 * @param version of this format
 * @param staging the name of the folder, in the hidden folder, that the new files are in
 * @param newFiles names of the new files, relative to the staging folder and to the output
 * @param oldFiles names of the pipeline's files that the new ones replace, relative to the output
 * @param summary the name of the run's summary, relative to the output
 * @param summaryText what is in it
 */
record SwapManifest(
    @JsonProperty("version") int version,
    @JsonProperty("staging") String staging,
    @JsonProperty("new_files") List<String> newFiles,
    @JsonProperty("old_files") List<String> oldFiles,
    @JsonProperty("summary") String summary,
    @JsonProperty("summary_text") String summaryText) {

  private static final int VERSION = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  static SwapManifest of(
      StagedResults staged, ExistingOutput old, String summary, String summaryText)
      throws IOException {
    return new SwapManifest(
        VERSION, staged.name(), staged.files(), old.own(), summary, summaryText);
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts has a JSON form", e);
    }
  }

  /**
   * Reads what {@link #toJson} gave.
   *
   * @throws IOException where it is not that, or of another version, or names a file that no
   *     pipeline writes
   */
  static SwapManifest parse(String json) throws IOException {
    SwapManifest manifest;
    try {
      manifest = JSON.readValue(json, SwapManifest.class);
    } catch (JsonProcessingException e) {
      throw new IOException("it is not a manifest: " + e.getOriginalMessage(), e);
    }
    if (manifest.version != VERSION) {
      throw new IOException(
          "it is of version " + manifest.version + "; this program reads version " + VERSION);
    }
    for (String name :
        Stream.of(manifest.newFiles, manifest.oldFiles, List.of(manifest.summary))
            .flatMap(List::stream)
            .toList()) {
      if (!OutputFolder.isOwn(name) || OutputFolder.isTemporary(name)) {
        throw new IOException("it names " + name + ", which is not a file of a pipeline");
      }
    }
    return manifest;
  }
}
