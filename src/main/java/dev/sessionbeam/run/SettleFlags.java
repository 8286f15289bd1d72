package dev.sessionbeam.run;

import org.jspecify.annotations.Nullable;

/**
 * The flags of {@code settle} as they were given; null for those that were not.
 *
 * @param before days before this date settle
 * @param files how many files each partition gets
 * @param fileSize about how large the files are, such as {@code 256MiB}
 * @param keep how long former files stay, such as {@code 1d}
 */
public record SettleFlags(
    @Nullable String output,
    @Nullable String definition,
    @Nullable String before,
    @Nullable String files,
    @Nullable String fileSize,
    @Nullable String keep) {}
