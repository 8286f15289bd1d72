package dev.sessionbeam.run;

import dev.sessionbeam.failure.EnvelopeReader;
import dev.sessionbeam.io.file.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileSystems;

/**
 * Finds rejected records in the input of a run that would take their envelopes for events: without
 * {@code --replay}, all of them would be rejected again, in envelopes of envelopes.
 */
final class EnvelopeCheck {
  /** The files of {@code invalid/} and {@code late/}, as an output names them. */
  private static final Pattern REJECTED =
      Pattern.compile("(?:.*[/\\\\])?(?:invalid|late)[/\\\\]date=[^/\\\\]+[/\\\\]part-[^/\\\\]+");

  /** An envelope is recognized by its beginning, so a large one need not be read as a whole. */
  private static final int BEGINNING = 4096;

  private EnvelopeCheck() {}

  /**
   * Adds a fault if the first record of the input is an envelope, or that of the first file that
   * has the name of a file of rejected records. A file that cannot be read is not a fault here.
   */
  static void check(List<InputFile> files, List<String> faults) {
    Stream<InputFile> named =
        files.stream().filter(file -> REJECTED.matcher(file.name()).matches()).limit(1);
    Optional<InputFile> found =
        Stream.concat(files.stream().limit(1), named)
            .distinct()
            .filter(file -> EnvelopeReader.isBeginning(beginning(file.name())))
            .findFirst();
    found.ifPresent(
        file ->
            faults.add(
                "--input: "
                    + file.name()
                    + " holds rejected records of an earlier run: give --replay, to take the"
                    + " records out of their envelopes; if these are events of your own, give"
                    + " --replay=false"));
  }

  private static byte[] beginning(String file) {
    try (InputStream in =
        Channels.newInputStream(
            Compression.detect(file)
                .readDecompressed(FileSystems.open(FileSystems.matchNewResource(file, false))))) {
      return in.readNBytes(BEGINNING);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /**
   * Whether there is no record in the input that is not in an envelope, as far as can be told from
   * the beginning of each file: the name of a file of rejected records is enough.
   */
  static boolean isOnlyEnvelopes(List<InputFile> files) {
    return files.stream()
        .allMatch(
            file ->
                REJECTED.matcher(file.name()).matches()
                    || EnvelopeReader.isBeginning(beginning(file.name())));
  }

  /** Whether the user said whether the input has envelopes. */
  static boolean isRuledOut(GivenFlags flags) {
    Map<String, String> given = flags.getGivenFlags();
    return given != null && given.containsKey("replay");
  }
}
