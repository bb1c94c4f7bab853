// The kernels of the GPU engine, one for each step that is not a matrix product. Each takes what
// org.selftuning.tensor.Ops says of its operation. All are right for any number of blocks and
// threads, and add nothing up in an order left to chance: the same input gives the same bits.
//
// Every file is plain C++ but for the words __global__, __device__, __shared__ and __syncthreads, so
// that the tests compile them for the processor too and run them without a GPU.

#include "threads.cuh"

#include "arithmetic.cuh"
#include "augmentation.cuh"
#include "columns.cuh"
#include "gates.cuh"
#include "hyperparameters.cuh"
#include "images.cuh"
#include "losses.cuh"
#include "optimizers.cuh"
#include "random.cuh"
#include "sequences.cuh"
