package dev.sessionbeam.publish;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a swap: which files the swap publishes and which it deletes. It is a small JSON
 * file in the hidden folder of the output. It is written before the first step, when all new files
 * are complete. From then on, the new results are valid, even if the process stops.
 *
 * @param version the version of this format
 * @param staging the name of the staging folder, relative to the hidden folder
 * @param newFiles the names of the new files, relative to the staging folder and to the output
 * @param oldFiles the names of the pipeline's files that the swap replaces, relative to the output
 * @param summary the name of the run's summary, relative to the output
 * @param summaryText the text of the summary
 * @param settledDays the days of the run that are settled: their new files go to {@code settled/},
 *     and become current by a new switch
 */
record SwapManifest(
    @JsonProperty("version") int version,
    @JsonProperty("staging") String staging,
    @JsonProperty("new_files") List<String> newFiles,
    @JsonProperty("old_files") List<String> oldFiles,
    @JsonProperty("summary") String summary,
    @JsonProperty("summary_text") String summaryText,
    @JsonProperty("settled_days") List<String> settledDays) {

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
    List<String> settled = settledDays(staged);
    List<String> replaced =
        old.own().stream()
            .filter(
                name ->
                    DateRange.dayOf(name).filter(day -> settled.contains(day.toString())).isEmpty())
            .toList();
    return new SwapManifest(
        VERSION, staged.name(), staged.files(), replaced, summary, summaryText, settled);
  }

  /** A backfill leaves the former files of settled days to the next {@code settle}. */
  private static List<String> settledDays(StagedResults staged) throws IOException {
    DateRange days = staged.rangeOfDays();
    return days == null
        ? List.of()
        : SettledDays.in(staged.output()).days().subSet(days.from(), days.to()).stream()
            .map(LocalDate::toString)
            .toList();
  }

  /** Returns the final name of a new file, relative to the output. */
  String place(String newFile, RunId version) {
    return DateRange.dayOf(newFile).filter(day -> settledDays.contains(day.toString())).isPresent()
        ? OutputFolder.SETTLED
            + newFile.replaceFirst("/part-", Matcher.quoteReplacement("/part-" + version + "-"))
        : newFile;
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write the manifest of a swap as JSON", e);
    }
  }

  /**
   * Reads a manifest that {@link #toJson} has written.
   *
   * @throws IOException if the text is not a manifest, has another version, or names a file that no
   *     pipeline writes
   */
  static SwapManifest parse(String json) throws IOException {
    @Nullable SwapManifest manifest;
    try {
      JsonNode tree = JSON.readTree(json);
      if (tree instanceof ObjectNode object && !object.has("settled_days")) {
        // An earlier version has written it.
        object.putArray("settled_days");
      }
      manifest = JSON.treeToValue(tree, SwapManifest.class);
    } catch (JsonProcessingException e) {
      throw new IOException("the file is not a manifest: " + e.getOriginalMessage(), e);
    }
    if (manifest == null) {
      throw new IOException("the file is not a manifest: it is empty");
    }
    if (manifest.version != VERSION) {
      throw new IOException(
          "the manifest has version "
              + manifest.version
              + "; this program can only read version "
              + VERSION);
    }
    for (String name :
        Stream.of(manifest.newFiles, manifest.oldFiles, List.of(manifest.summary))
            .flatMap(List::stream)
            .toList()) {
      if (!OutputFolder.isOwn(name) || OutputFolder.isTemporary(name)) {
        throw new IOException("the manifest names " + name + ", which is not a file of a pipeline");
      }
    }
    return manifest;
  }
}
