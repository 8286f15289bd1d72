package dev.sessionbeam.deploy;

import org.jspecify.annotations.Nullable;

/**
 * One start of a version's job.
 *
 * @param version the number of the version, from 1
 * @param jobId the id of its Flink job, 32 hexadecimal digits. No other launch has it
 * @param savepoint the savepoint or checkpoint that it begins from; null if it begins afresh
 */
public record Launch(int version, String jobId, @Nullable String savepoint) {}
