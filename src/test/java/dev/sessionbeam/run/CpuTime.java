package dev.sessionbeam.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * How long the cores of this machine worked, and how long they were there, since its start, as
 * Linux counts it.
 *
 * @param busy in ticks
 * @param all in ticks
 */
record CpuTime(long busy, long all) {
  /** The fields of idle time, and of waiting for disks. */
  private static final List<Integer> IDLE = List.of(3, 4);

  /** Reads both times; 0 if this is not Linux. */
  static CpuTime now() throws IOException {
    Path stat = Path.of("/proc/stat");
    if (!Files.exists(stat)) {
      return new CpuTime(0, 0);
    }
    String cores = Files.readAllLines(stat).get(0).replaceFirst("cpu +", "");
    long[] ticks = Arrays.stream(cores.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    // The last two fields are part of the first two.
    long all = Arrays.stream(ticks, 0, 8).sum();
    long idle = IDLE.stream().mapToLong(field -> ticks[field]).sum();
    return new CpuTime(all - idle, all);
  }

  /** Returns how busy the cores were since another time, in percent; 0 if it is not known. */
  double percentSince(CpuTime before) {
    return all == before.all ? 0 : 100.0 * (busy - before.busy) / (all - before.all);
  }
}
