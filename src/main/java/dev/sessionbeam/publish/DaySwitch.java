package dev.sessionbeam.publish;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;

/**
 * The switch of a settled day: which version of the day's files is the current one. It is one line
 * of JSON in {@code settled/days/DATE_NUMBER.json}. It is written once, when all files of the
 * version are complete, and never changed. The highest number of a day counts.
 *
 * @param date the day, such as {@code 2017-02-05}
 * @param number from 1 on
 * @param version the id of the run that wrote the files; it is in their names
 * @param replaced the sessions that start on other days and that lines of this day replace
 */
@JsonPropertyOrder({"date", "number", "version", "replaced"})
public record DaySwitch(
    @JsonProperty("date") String date,
    @JsonProperty("number") int number,
    @JsonProperty("version") String version,
    @JsonProperty("replaced") List<Replaced> replaced)
    implements Serializable {
  /** The folder of all switches, relative to the output. */
  static final String FOLDER = OutputFolder.SETTLED + "days";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * A session that a line of the day replaces.
   *
   * @param sessionId the session that was replaced
   * @param revision the highest revision of the day's lines that replace it
   */
  @JsonPropertyOrder({"session_id", "revision"})
  public record Replaced(
      @JsonProperty("session_id") String sessionId, @JsonProperty("revision") int revision)
      implements Serializable {}

  public DaySwitch {
    replaced = List.copyOf(replaced);
  }

  /** Returns a switch of a day to the files of a run. */
  public static DaySwitch of(LocalDate day, int number, RunId version, List<Replaced> replaced) {
    return new DaySwitch(day.toString(), number, version.value(), replaced);
  }

  /** Returns the name of a switch, relative to the output. */
  static String file(LocalDate day, int number) {
    return FOLDER + "/" + day + "_" + number + ".json";
  }

  /**
   * Writes the switch. From then on, readers see its version.
   *
   * @throws IOException if that fails; the former version stays the current one
   */
  public void write(OutputFolder output) throws IOException {
    String file = file(LocalDate.parse(date), number);
    String hidden = output.temporary().substring(output.root().length());
    FolderFiles.of(output)
        .write(file, toJson(), hidden + "switch_" + date + "_" + number + ".next");
  }

  private String toJson() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write the switch of a settled day as JSON", e);
    }
  }

  static DaySwitch parse(String json, String file) throws IOException {
    try {
      DaySwitch day = JSON.readValue(json, DaySwitch.class);
      var unused = new RunId(day.version);
      return day;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IOException(
          file
              + " is not the switch of a settled day: put it back from a copy, or compute the day"
              + " again with run --overwrite --from and --to",
          e);
    }
  }
}
