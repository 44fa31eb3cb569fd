/**
 * Keeps the hashes of stored leads: makes those that a new duplicate rule needs, and deletes those
 * that no rule needs any more.
 */
@NullMarked
package io.leadgate.duplicates.upkeep;

import org.jspecify.annotations.NullMarked;
