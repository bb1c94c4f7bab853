// What HostMachine calls: kernels and matrix products, by JNI.

#include "fibers.h"

#include <jni.h>

/** Returns null, or what is wrong. */
extern "C" JNIEXPORT jstring JNICALL Java_org_selftuning_tensor_cuda_HostMachine_launch(
    JNIEnv *env, jclass, jstring jName, jstring jKinds, jlong at, jint blocks, jint threads) {
  const char *characters = env->GetStringUTFChars(jName, nullptr);
  std::string name = characters;
  env->ReleaseStringUTFChars(jName, characters);
  characters = env->GetStringUTFChars(jKinds, nullptr);
  std::string kinds = characters;
  env->ReleaseStringUTFChars(jKinds, characters);
  auto found = entries().find(name);
  std::string problem;
  if (found == entries().end()) {
    problem = "there is no kernel " + name;
  } else if (found->second.kinds != kinds) {
    problem = "kernel " + name + " takes " + found->second.kinds + ", not " + kinds;
  } else {
    problem = runGrid(name, (void **)at, blocks, threads);
  }
  return problem.empty() ? nullptr : env->NewStringUTF(problem.c_str());
}

extern "C" JNIEXPORT void JNICALL Java_org_selftuning_tensor_cuda_HostMachine_multiply(
    JNIEnv *, jclass, jint blocks, jlong a, jboolean ta, jlong b, jboolean tb, jlong c, jint rows,
    jint columns, jint inner, jfloat alpha, jfloat beta) {
  size_t aWidth = (size_t)blocks * (ta ? rows : inner);
  size_t bWidth = (size_t)blocks * (tb ? inner : columns);
  size_t cWidth = (size_t)blocks * columns;
  for (int block = 0; block < blocks; block++) {
    const float *left = (const float *)a + (size_t)block * (ta ? rows : inner);
    const float *right = (const float *)b + (size_t)block * (tb ? inner : columns);
    float *to = (float *)c + (size_t)block * columns;
    for (int i = 0; i < rows; i++) {
      std::vector<float> sums(columns, 0);
      for (int k = 0; k < inner; k++) {
        float factor = ta ? left[k * aWidth + i] : left[i * aWidth + k];
        for (int j = 0; j < columns; j++) {
          sums[j] += factor * (tb ? right[j * bWidth + k] : right[k * bWidth + j]);
        }
      }
      for (int j = 0; j < columns; j++) {
        float &y = to[i * cWidth + j];
        y = beta == 0 ? alpha * sums[j] : alpha * sums[j] + beta * y;
      }
    }
  }
}
