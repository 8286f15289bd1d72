package dev.sessionbeam.io;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names the folders of an archive of raw records. There is one folder per hour of arrival (UTC),
 * such as {@code date=2017-02-05/hour=07}. Each of them may have a folder for records that are kept
 * in envelopes. Readers recognize files with envelopes by their names, as they recognize compressed
 * files.
 */
public final class ArchiveLayout {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("'date='uuuu-MM-dd'/hour='HH", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String ENVELOPES = "/enveloped";

  private static final Pattern FILE_OF_ENVELOPES =
      Pattern.compile(
          "(?:.*/)?date=\\d{4}-\\d\\d-\\d\\d/hour=\\d\\d"
              + ENVELOPES
              + "/part-[0-9a-f]{32}\\.jsonl(?:\\.gz|\\.zst)?");

  private ArchiveLayout() {}

  /**
   * The folder of an hour, below the archive. Its files hold records as they came, one per line.
   *
   * @param arrival an instant of that hour, in milliseconds since the epoch
   */
  public static String hour(long arrival) {
    return HOUR.format(Instant.ofEpochMilli(arrival));
  }

  /**
   * The folder of records in envelopes.
   *
   * @param hour the folder of an hour, from {@link #hour}
   */
  public static String envelopes(String hour) {
    return hour + ENVELOPES;
  }

  /** Whether a file holds records in envelopes. Its name decides. */
  public static boolean holdsEnvelopes(String file) {
    return FILE_OF_ENVELOPES.matcher(file.replace('\\', '/')).matches();
  }
}
