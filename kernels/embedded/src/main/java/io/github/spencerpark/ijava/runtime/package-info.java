/** The functions that every cell of IJava can call, under the names that IJava gives them. */
package io.github.spencerpark.ijava.runtime;
