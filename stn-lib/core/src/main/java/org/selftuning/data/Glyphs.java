package org.selftuning.data;

import java.util.List;

/**
 * The ten digits as a pen writes them: for each digit its common forms, for each form its strokes.
 * Points lie in the unit square, x to the right and y down.
 */
final class Glyphs {

  /**
   * One stroke of a pen through points.
   *
   * @param smooth whether the pen bends through the points or turns at each
   * @param points x₀, y₀, x₁, y₁, …
   */
  @SuppressWarnings("ArrayRecordComponent") // constants; compared by no one
  record Stroke(boolean smooth, double[] points) {}

  private static final List<List<List<Stroke>>> FORMS =
      List.of(
          List.of(
              form(
                  curve(.5, 0, .2, .15, .08, .5, .2, .85, .5, 1, .8, .85, .92, .5, .8, .15, .5, 0)),
              form(
                  curve(
                      .6, .02, .28, .1, .12, .5, .25, .88, .5, 1, .75, .85, .85, .5, .72, .12, .45,
                      .04))),
          List.of(
              form(line(.5, 0, .5, 1)),
              form(line(.28, .22, .52, 0, .52, 1)),
              form(line(.28, .22, .52, 0, .52, 1), line(.25, 1, .78, 1))),
          List.of(
              form(
                  curve(.14, .24, .3, .05, .58, 0, .82, .2, .74, .46, .45, .76, .12, 1),
                  line(.12, 1, .9, 1)),
              form(
                  curve(
                      .16, .2, .42, 0, .76, .14, .7, .48, .36, .86, .16, .95, .12, .84, .3, .8, .6,
                      .96, .92, .9))),
          List.of(
              form(
                  curve(.14, .14, .42, 0, .78, .14, .7, .38, .38, .48),
                  curve(.38, .48, .76, .56, .86, .8, .55, 1, .12, .86)),
              form(
                  line(.14, 0, .84, 0, .44, .4),
                  curve(.44, .4, .8, .5, .86, .78, .54, 1, .12, .88))),
          List.of(
              form(line(.68, 1, .68, 0, .08, .66, .96, .66)),
              form(line(.24, 0, .14, .56, .92, .56), line(.7, .14, .64, 1))),
          List.of(
              form(
                  line(.86, 0, .26, 0, .18, .44),
                  curve(.18, .44, .5, .37, .84, .54, .8, .86, .46, 1, .1, .88)),
              form(
                  line(.24, .02, .18, .46),
                  curve(.18, .46, .54, .36, .86, .6, .7, .92, .36, 1, .1, .9),
                  line(.24, .02, .88, .03))),
          List.of(
              form(
                  curve(
                      .74, .02, .4, .18, .16, .54, .2, .88, .5, 1, .8, .84, .76, .58, .46, .5, .18,
                      .7)),
              form(
                  curve(
                      .6, 0, .3, .34, .18, .7, .34, .97, .64, .98, .82, .76, .6, .58, .32, .66, .2,
                      .8))),
          List.of(
              form(line(.1, .02, .9, .02, .4, 1)),
              form(line(.1, .02, .9, .02), curve(.9, .02, .6, .45, .46, 1)),
              form(line(.1, .02, .9, .02, .4, 1), line(.3, .5, .8, .5))),
          List.of(
              form(
                  curve(
                      .78, .14, .5, 0, .22, .18, .4, .42, .7, .58, .84, .8, .5, 1, .16, .82, .34,
                      .56, .66, .4, .78, .14)),
              form(
                  curve(.5, .46, .22, .26, .5, 0, .78, .26, .5, .46),
                  curve(.5, .46, .14, .74, .5, 1, .86, .74, .5, .46))),
          List.of(
              form(
                  curve(.8, .24, .6, .46, .26, .44, .18, .2, .44, 0, .74, .08, .8, .24),
                  line(.8, .24, .72, 1)),
              form(
                  curve(
                      .8, .22, .58, .48, .24, .42, .2, .16, .48, 0, .74, .08, .82, .4, .7, .8, .36,
                      1))));

  private Glyphs() {}

  /** Returns the forms of {@code digit}. */
  static List<List<Stroke>> forms(int digit) {
    return FORMS.get(digit);
  }

  private static List<Stroke> form(Stroke... strokes) {
    return List.of(strokes);
  }

  private static Stroke line(double... points) {
    return new Stroke(false, points);
  }

  private static Stroke curve(double... points) {
    return new Stroke(true, points);
  }
}
