package dev.sessionbeam.cli;

import dev.sessionbeam.collect.Stamp;
import dev.sessionbeam.collect.StampSettings;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code collect} for facts that it adds to events. */
final class CollectStampFlags {
  private static final String KEY = "SESSIONBEAM_ADDRESS_KEY";
  private static final int FEWEST_CHARS = 16;
  private static final int MOST_PROXIES = 16;

  @Option(
      names = "--stamp",
      paramLabel = "NAME",
      split = ",",
      description =
          "Adds a field of this name to each event: received_at, user_agent, address (without its"
              + " last part) or address_hash. Several with commas. Default: none.")
  private @Nullable List<String> stamps;

  @Option(
      names = "--proxies",
      paramLabel = "COUNT",
      description =
          "For the stamps of the address: how many load balancers in front of the collector add an"
              + " address to X-Forwarded-For. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private int proxies;

  StampSettings settings(List<String> faults) {
    Set<Stamp> found = EnumSet.noneOf(Stamp.class);
    for (String name : stamps == null ? List.<String>of() : stamps) {
      Optional<Stamp> stamp = Stamp.of(name);
      stamp.ifPresent(found::add);
      if (stamp.isEmpty()) {
        String known =
            Stream.of(Stamp.values()).map(Stamp::field).collect(Collectors.joining(", "));
        faults.add("--stamp: '" + name + "' is not a stamp: use " + known);
      }
    }
    if (proxies < 0 || proxies > MOST_PROXIES) {
      faults.add("--proxies: must be from 0 to " + MOST_PROXIES);
    }
    if (proxies > 0 && !found.contains(Stamp.ADDRESS) && !found.contains(Stamp.ADDRESS_HASH)) {
      faults.add("--proxies is for --stamp=address or address_hash: it has no effect");
    }
    String key = System.getenv(KEY);
    if (found.contains(Stamp.ADDRESS_HASH) && (key == null || key.length() < FEWEST_CHARS)) {
      faults.add(
          "--stamp=address_hash needs the variable "
              + KEY
              + ": a secret of at least "
              + FEWEST_CHARS
              + " characters");
    }
    byte[] secret = key == null ? new byte[0] : key.getBytes(StandardCharsets.UTF_8);
    return new StampSettings(found, secret, proxies);
  }
}
