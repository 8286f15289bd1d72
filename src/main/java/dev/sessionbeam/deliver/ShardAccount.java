package dev.sessionbeam.deliver;

import org.jspecify.annotations.Nullable;

/**
 * What a shard keeps in state beside the deliveries that wait.
 *
 * @param next the number of the next delivery
 * @param counts the account of the shard up to now
 * @param deadLetter where the dead letters of the destination go, as last known; null for {@code
 *     undelivered/}. It is needed if the routes no longer have the destination
 * @param endpoint where the service of the dead letters is, as last known; null for AWS's own
 *     address
 * @param known whether the routes have had the destination since the shard has deliveries
 * @param epoch which {@link DeliveryShard} wrote this
 * @param change how often that shard has written
 */
record ShardAccount(
    long next,
    DestinationCounts counts,
    @Nullable String deadLetter,
    @Nullable String endpoint,
    boolean known,
    long epoch,
    long change) {}
