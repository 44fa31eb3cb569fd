/** Says which leads are duplicates of each other. Knows neither HTTP nor SQL. */
@NullMarked
package io.leadgate.duplicates;

import org.jspecify.annotations.NullMarked;
