/**
 * How fast sessionbeam is, beside others that compute the same sessions: {@code make bench}. See
 * the README's section Speed. And how fast one checkout is beside another: {@code make pairs}.
 */
package dev.sessionbeam.bench;
