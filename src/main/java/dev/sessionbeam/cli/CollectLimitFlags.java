package dev.sessionbeam.cli;

import dev.sessionbeam.collect.CollectLimits;
import dev.sessionbeam.collect.http.HttpLimits;
import dev.sessionbeam.definition.Sizes;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The limits of {@code collect}. */
final class CollectLimitFlags {
  private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,6})/s");
  private static final long LARGEST_BODY = 64L << 20;

  @Option(
      names = "--maxBody",
      paramLabel = "SIZE",
      description =
          "The largest body of a request, as it is sent and decompressed. Default:"
              + " ${DEFAULT-VALUE}.",
      defaultValue = "5MiB")
  private String maxBody = "5MiB";

  @Option(
      names = "--maxEvents",
      paramLabel = "COUNT",
      description = "The most events of one request. Default: ${DEFAULT-VALUE}.",
      defaultValue = "10000")
  private int maxEvents = 10_000;

  @Option(
      names = "--maxInFlight",
      paramLabel = "SIZE",
      description =
          "What all requests may hold in memory together. Beyond it, requests are answered with"
              + " 503. Default: ${DEFAULT-VALUE}.",
      defaultValue = "64MiB")
  private String maxInFlight = "64MiB";

  @Option(
      names = "--rateLimit",
      paramLabel = "N/s",
      description =
          "How many events each write key may send in a second, such as 1000/s. Beyond it, requests"
              + " are answered with 429. Default: no limit.")
  private String rateLimit = "";

  @Option(
      names = "--maxConnections",
      paramLabel = "COUNT",
      description =
          "The most open connections. Further ones are closed at once. Default: ${DEFAULT-VALUE}.",
      defaultValue = "2048")
  private int maxConnections = 2048;

  @Option(
      names = "--maxHeaders",
      paramLabel = "COUNT",
      description = "The most headers of a request. Default: ${DEFAULT-VALUE}.",
      defaultValue = "64")
  private int maxHeaders = 64;

  @Option(
      names = "--maxHeaderSize",
      paramLabel = "SIZE",
      description = "The largest size of all headers of a request. Default: ${DEFAULT-VALUE}.",
      defaultValue = "16KiB")
  private String maxHeaderSize = "16KiB";

  @Option(
      names = "--requestTimeout",
      paramLabel = "DURATION",
      description =
          "How long a client may take to send a request, and to read an answer. Default:"
              + " ${DEFAULT-VALUE}.",
      defaultValue = "30s")
  private String requestTimeout = "30s";

  @Option(
      names = "--idleTimeout",
      paramLabel = "DURATION",
      description =
          "How long a connection may be open without a request. Default: ${DEFAULT-VALUE}.",
      defaultValue = "60s")
  private String idleTimeout = "60s";

  /** Returns the limits, of which those with faults have another value. */
  CollectLimits limits(List<String> faults) {
    int body = (int) size("--maxBody", maxBody, 1 << 10, LARGEST_BODY, faults);
    long inFlight = size("--maxInFlight", maxInFlight, body, 1L << 40, faults);
    count("--maxEvents", maxEvents, 100_000, faults);
    count("--maxConnections", maxConnections, 100_000, faults);
    count("--maxHeaders", maxHeaders, 1000, faults);
    HttpLimits http =
        new HttpLimits(
            maxHeaders,
            (int) size("--maxHeaderSize", maxHeaderSize, 1 << 10, 1 << 20, faults),
            body,
            maxConnections,
            duration("--requestTimeout", requestTimeout, faults),
            duration("--idleTimeout", idleTimeout, faults));
    return new CollectLimits(http, body, maxEvents, inFlight, rate(faults));
  }

  private double rate(List<String> faults) {
    Matcher rate = RATE.matcher(rateLimit);
    if (rate.matches()) {
      return Double.parseDouble(rate.group(1));
    }
    if (!rateLimit.isEmpty()) {
      faults.add("--rateLimit: '" + rateLimit + "' is not a rate: write it like 1000/s");
    }
    return 0;
  }

  private static void count(String flag, int count, int most, List<String> faults) {
    if (count < 1 || count > most) {
      faults.add(flag + ": must be from 1 to " + most);
    }
  }

  static Duration duration(String flag, String text, List<String> faults) {
    Duration duration = DlqFlags.duration(flag, text, faults);
    if (duration != null && duration.isZero()) {
      faults.add(flag + ": must be longer than 0");
    }
    return duration == null ? Duration.ZERO : duration;
  }

  static long size(String flag, String text, long least, long most, List<String> faults) {
    try {
      long size = Sizes.parse(text);
      if (size >= least && size <= most) {
        return size;
      }
      faults.add(flag + ": " + text + " must be from " + least + " to " + most + " bytes");
    } catch (IllegalArgumentException e) {
      faults.add(flag + ": " + e.getMessage());
    }
    return least;
  }
}
