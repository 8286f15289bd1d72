package dev.sessionbeam.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Temporary. */
public final class TryTable {
  private TryTable() {}

  public static void main(String[] args) throws Exception {
    Path home = Path.of("target/bench");
    Files.createDirectories(home.resolve("logs"));
    BenchSettings settings =
        new BenchSettings(
            Integer.getInteger("rounds", 1),
            Long.getLong("events", 20_000),
            Long.getLong("more", 60_000),
            Long.getLong("machines", 500),
            7,
            List.of(),
            home,
            home.resolve("scratch").toAbsolutePath());
    for (MeasuredTable table : LiveTables.all()) {
      if (args[0].equals(table.key())) {
        System.out.println(table.measure(settings));
      }
    }
    System.exit(0);
  }
}
