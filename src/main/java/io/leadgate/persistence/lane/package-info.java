/**
 * Decides what a lane does next: which rows are written together, when, and on which connection.
 */
@NullMarked
package io.leadgate.persistence.lane;

import org.jspecify.annotations.NullMarked;
