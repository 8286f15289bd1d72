package dev.sessionbeam.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The manifests of an output: small files that name all files of events, or of sessions, that a run
 * wrote, with their sizes, in the format of Redshift's COPY. So who loads a manifest loads whole
 * results.
 *
 * <p>{@code _manifests/events.manifest} is of a run over all days, and {@code
 * _manifests/events_FROM_TO.manifest} is of a backfill, or of a day that was settled. A manifest is
 * there only while all files that it names are: a run that replaces some of them deletes it first.
 */
public final class CopyManifests {
  static final String FOLDER = "_manifests/";

  private static final String SUFFIX = ".manifest";
  private static final Pattern NAME =
      Pattern.compile(
          "[a-z]+(?:_(\\d{4}-\\d\\d-\\d\\d_\\d{4}-\\d\\d-\\d\\d))?" + Pattern.quote(SUFFIX));
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OutputFolder output;
  private final @Nullable DateRange days;

  /**
   * The manifests of a run.
   *
   * @param days the days of the run; null for all days
   */
  CopyManifests(OutputFolder output, @Nullable DateRange days) {
    this.output = output;
    this.days = days;
  }

  /** Returns the manifests of a day that settles. */
  public static CopyManifests of(OutputFolder output, LocalDate day) {
    return new CopyManifests(output, new DateRange(day, day.plusDays(1)));
  }

  /** Returns whether a file, named relative to the output, is a manifest of these days. */
  static boolean isOf(@Nullable DateRange days, String file) {
    return file.startsWith(FOLDER) && (days == null || file.endsWith("_" + days.name() + SUFFIX));
  }

  /** Deletes all manifests that name files of the run's days. */
  public void deleteReplaced() throws IOException {
    List<String> replaced =
        ExistingOutput.manifestsIn(output).files().stream().filter(this::isReplaced).toList();
    FolderFiles.of(output).delete(replaced);
  }

  private boolean isReplaced(String file) {
    Matcher name = NAME.matcher(file.substring(FOLDER.length()));
    if (!name.matches()) {
      return false;
    }
    DateRange mine = days;
    String range = name.group(1);
    return mine == null || range == null || mine.overlaps(DateRange.named(range));
  }

  /**
   * Writes a manifest of the events and one of the sessions. There is none if one of the files is
   * missing.
   *
   * @param names the names of the run's files, relative to the output
   * @param growing the name of a file that grows until a manifest is complete
   */
  public void write(List<String> names, String growing) throws IOException {
    Map<Dataset, List<String>> datasets = new EnumMap<>(Dataset.class);
    for (String name : names) {
      Dataset dataset = Dataset.ofFile(name);
      if (dataset == Dataset.EVENTS || dataset == Dataset.SESSIONS) {
        datasets.computeIfAbsent(dataset, any -> new ArrayList<>()).add(name);
      }
    }
    FolderFiles files = FolderFiles.of(output);
    for (Map.Entry<Dataset, List<String>> dataset : datasets.entrySet()) {
      SortedMap<String, Long> sizes = new TreeMap<>(files.sizes(dataset.getValue()));
      if (sizes.size() == dataset.getValue().size()) {
        files.write(name(dataset.getKey()), text(sizes), growing);
      }
    }
  }

  private String name(Dataset dataset) {
    return FOLDER + dataset.folder() + (days == null ? "" : "_" + days.name()) + SUFFIX;
  }

  private String text(SortedMap<String, Long> sizes) {
    List<Map<String, Object>> entries = new ArrayList<>();
    sizes.forEach(
        (name, bytes) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("url", output.root() + name);
          entry.put("mandatory", true);
          entry.put("meta", Map.of("content_length", bytes));
          entries.add(entry);
        });
    try {
      return JSON.writeValueAsString(Map.of("entries", entries)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a manifest as JSON", e);
    }
  }
}
