/** Commits leads and quarantined requests to Postgres in batches, and searches both tables. */
@NullMarked
package io.leadgate.persistence;

import org.jspecify.annotations.NullMarked;
