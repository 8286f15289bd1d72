package dev.sessionbeam.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * The folders of an archive of raw records: one per hour of arrival, UTC, as {@code
 * date=2017-02-05/hour=07}, and in it one for the records that are kept in envelopes. Files there
 * are read as such by their names, as compressed ones are by theirs.
 */
public final class ArchiveLayout {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("'date='uuuu-MM-dd'/hour='HH").withZone(ZoneOffset.UTC);

  private static final String ENVELOPES = "/enveloped";

  private static final Pattern FILE_OF_ENVELOPES =
      Pattern.compile(
          "(?:.*/)?date=\\d{4}-\\d\\d-\\d\\d/hour=\\d\\d"
              + ENVELOPES
              + "/part-[0-9a-f]{32}\\.jsonl(?:\\.gz|\\.zst)?");

  private ArchiveLayout() {}

  /**
   * The folder, below the archive, of records that are lines as they came.
   *
   * @param arrival in milliseconds since the epoch
   */
  public static String hour(long arrival) {
    return HOUR.format(Instant.ofEpochMilli(arrival));
  }

  /** The folder, in that of an hour, of records in envelopes. */
  public static String envelopes(String hour) {
    return hour + ENVELOPES;
  }

  /** Whether a file holds records in envelopes, by its name. */
  public static boolean holdsEnvelopes(String file) {
    return FILE_OF_ENVELOPES.matcher(file.replace('\\', '/')).matches();
  }
}
