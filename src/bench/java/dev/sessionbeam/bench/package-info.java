/**
 * Measures how fast sessionbeam is, compared with other programs that compute the same sessions
 * ({@code make bench}, see docs/performance.md), and how fast one checkout is, compared with
 * another one ({@code make pairs}).
 */
package dev.sessionbeam.bench;
