/*
 * The face chain on OpenCV's networks; the only C++ of Basma. No exception leaves this file. The recipes of each model
 * (size, scale, order of colours) are those that measured best on Labeled Faces in the Wild; their packages' own code
 * differs.
 */
#include "enroll/face/face.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <new>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/core/ocl.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>

#include "enroll/face/chip.h"
#include "enroll/face/geometry.h"
#include "enroll/face/model_set.h"
extern "C" {
#include "firmware/base/wipe.h"
}

namespace
{

constexpr int side_min_px = 32;
const cv::Size detector_size(320, 240);
constexpr float detector_score = 0.65f; /* a second, lower try follows where nothing reaches it */
constexpr float detector_score_low = 0.35f;
constexpr float detector_overlap = 0.4f;
constexpr int landmark_side_px = 64;
constexpr int chip_side_px = BSM_FACE_CHIP_SIDE;
constexpr int alive_side_px = 128;
constexpr float alive_margin = 2.7f; /* sides of the face's square that the network sees */
constexpr int pose_side_px = 224;
constexpr int pose_bins = 66;
constexpr float pose_bin_degrees = 3, pose_first_degrees = -99;
constexpr int eye_side_px = 24;
constexpr float eye_margin = 1.6f; /* of the eye's width */

using marks = std::array<bsm_face_point, BSM_FACE_MARKS>;
using mark_set = std::vector<cv::Point2f>;

/* A picture of a person, overwritten when it goes out of scope. */
class wiped_mat
{
  public:
    cv::Mat mat;
    wiped_mat() = default;
    wiped_mat(const wiped_mat &) = delete;
    wiped_mat &operator=(const wiped_mat &) = delete;
    ~wiped_mat()
    {
        if (mat.isContinuous() && mat.u)
            bsm_wipe(mat.data, mat.total() * mat.elemSize());
    }
};

cv::Mat borrow(const bsm_image &image)
{
    return cv::Mat(image.height_px, image.width_px, CV_8UC3, image.pixels, image.stride);
}

bool is_usable(const bsm_image *image)
{
    return image && image->pixels && image->format == BSM_IMAGE_RGB24 && image->width_px >= side_min_px &&
           image->height_px >= side_min_px && image->width_px <= BSM_IMAGE_SIDE_MAX &&
           image->height_px <= BSM_IMAGE_SIDE_MAX && image->stride >= 3 * static_cast<size_t>(image->width_px);
}

/* Shrinking far needs the mean of what is shrunk; else fine detail turns into noise. */
int interpolation_for(int from_px, int to_px) { return from_px > 2 * to_px ? cv::INTER_AREA : cv::INTER_LINEAR; }

struct candidate {
    cv::Rect2f box; /* px of the picture */
    float score;
};

/* UltraFace-320 (version RFB): RGB, (x - 127) / 128; scores 4420 x 2, boxes 4420 x 4 as corners in 0..1. */
std::vector<candidate> read_candidates(const cv::Mat &scores, const cv::Mat &boxes, cv::Size picture, float least)
{
    std::vector<candidate> found;
    const int rows = scores.size[1];
    const float *score = scores.ptr<float>();
    const float *box = boxes.ptr<float>();
    const auto width = static_cast<float>(picture.width);
    const auto height = static_cast<float>(picture.height);
    for (int i = 0; i < rows; i++, score += 2, box += 4) {
        if (!(score[1] >= least))
            continue;
        cv::Rect2f at(box[0] * width, box[1] * height, (box[2] - box[0]) * width, (box[3] - box[1]) * height);
        bool sane = at.width >= 4 && at.height >= 4 && at.width <= 2 * width && at.height <= 2 * height &&
                    std::fabs(at.x) <= 2 * width && std::fabs(at.y) <= 2 * height;
        if (sane)
            found.push_back({at, score[1]});
    }
    return found;
}

float overlap(const cv::Rect2f &a, const cv::Rect2f &b)
{
    float both = (a & b).area();
    return both / (a.area() + b.area() - both);
}

/* Keeps the best of every heap of boxes over one face (greedy non-maximum suppression). */
std::vector<candidate> without_overlaps(std::vector<candidate> all)
{
    std::stable_sort(all.begin(), all.end(), [](const candidate &a, const candidate &b) { return a.score > b.score; });
    std::vector<candidate> kept;
    for (const candidate &one : all) {
        auto covers = [&one](const candidate &other) { return overlap(one.box, other.box) > detector_overlap; };
        if (std::none_of(kept.begin(), kept.end(), covers))
            kept.push_back(one);
    }
    return kept;
}

/* The square with the box's height around its middle, grey; what lies outside the picture repeats its edge. */
cv::Mat landmark_square(const cv::Mat &picture, const cv::Rect2f &box, cv::Rect2f &square)
{
    int side = std::max(cvRound(box.height), 8);
    cv::Point corner(cvRound(box.x + box.width / 2) - side / 2, cvRound(box.y + box.height / 2) - side / 2);
    cv::Rect wanted(corner, cv::Size(side, side));
    cv::Rect inside = wanted & cv::Rect(cv::Point(0, 0), picture.size());
    if (inside.empty())
        return cv::Mat();
    wiped_mat grey, padded;
    cv::cvtColor(picture(inside), grey.mat, cv::COLOR_RGB2GRAY);
    cv::copyMakeBorder(grey.mat, padded.mat, inside.y - wanted.y, wanted.br().y - inside.br().y, inside.x - wanted.x,
                       wanted.br().x - inside.br().x, cv::BORDER_REPLICATE);
    cv::Mat small;
    cv::resize(padded.mat, small, cv::Size(landmark_side_px, landmark_side_px), 0, 0,
               interpolation_for(side, landmark_side_px));
    square = wanted;
    return small;
}

bool similarity_to_template(const marks &from, cv::Matx23f &warp)
{
    bsm_similarity s;
    if (!bsm_face_similarity(from.data(), &s))
        return false;
    auto f = [](double value) { return static_cast<float>(value); };
    warp = cv::Matx23f(f(s.a), f(-s.b), f(s.c), f(s.b), f(s.a), f(s.d));
    return true;
}

marks marks_of(const bsm_face_found &found)
{
    marks all;
    std::copy_n(found.marks, all.size(), all.begin());
    return all;
}

marks first_marks_of(const bsm_face_found &found)
{
    marks all;
    std::copy_n(found.first_marks, all.size(), all.begin());
    return all;
}

/*
 * The aligned face, 112 x 112 RGB. A large face is shrunk by the mean of whole pixels first, since the warp looks at
 * four pixels only.
 */
bool align(const cv::Mat &picture, const marks &at, cv::Mat &chip)
{
    cv::Matx23f warp;
    if (!similarity_to_template(at, warp))
        return false;
    float scale = std::hypot(warp(0, 0), warp(1, 0));
    int factor = std::max(1, static_cast<int>(0.75f / scale));
    if (factor == 1) {
        cv::warpAffine(picture, chip, warp, cv::Size(chip_side_px, chip_side_px), cv::INTER_LINEAR);
        return true;
    }
    float around = static_cast<float>(chip_side_px) / scale;
    const bsm_face_point &nose = at[BSM_FACE_NOSE];
    cv::Rect region =
        cv::Rect(cvRound(nose.x_px - around), cvRound(nose.y_px - around), cvRound(2 * around), cvRound(2 * around)) &
        cv::Rect(cv::Point(0, 0), picture.size());
    cv::Size small_size(region.width / factor, region.height / factor);
    if (small_size.empty())
        return false;
    region.width = small_size.width * factor;
    region.height = small_size.height * factor;
    wiped_mat small;
    cv::resize(picture(region), small.mat, small_size, 0, 0, cv::INTER_AREA);
    marks moved;
    const auto shrink = 1.0f / static_cast<float>(factor);
    for (size_t i = 0; i < at.size(); i++)
        moved[i] = {(at[i].x_px - static_cast<float>(region.x) + 0.5f) * shrink - 0.5f,
                    (at[i].y_px - static_cast<float>(region.y) + 0.5f) * shrink - 0.5f};
    if (!similarity_to_template(moved, warp))
        return false;
    cv::warpAffine(small.mat, chip, warp, cv::Size(chip_side_px, chip_side_px), cv::INTER_LINEAR);
    return true;
}

/* The square of a face by its landmarks, from which a second look at them is taken. */
cv::Rect2f tighter_box(const mark_set &points)
{
    float left = points[0].x, right = left, top = points[0].y, bottom = top;
    for (const cv::Point2f &point : points) {
        left = std::min(left, point.x);
        right = std::max(right, point.x);
        top = std::min(top, point.y);
        bottom = std::max(bottom, point.y);
    }
    float height = bottom - top, side = 1.3f * height;
    return {(left + right - side) / 2, (top + bottom - side) / 2 - 0.08f * height, side, side};
}

bool are_finite(const mark_set &points)
{
    return std::all_of(points.begin(), points.end(), [](const cv::Point2f &point) {
        return std::isfinite(point.x) && std::isfinite(point.y) && std::fabs(point.x) < 1e6f &&
               std::fabs(point.y) < 1e6f;
    });
}

/* A square of the picture as RGB of a side; it is shrunk and shifted to lie inside. Empty where nothing is left. */
cv::Mat inner_square(const cv::Mat &picture, cv::Point2f middle, float side, int to_px)
{
    side = std::min({side, static_cast<float>(picture.cols), static_cast<float>(picture.rows)});
    if (!(side >= 4) || !(std::fabs(middle.x) < 1e6f) || !(std::fabs(middle.y) < 1e6f))
        return cv::Mat();
    int side_px = std::min({cvRound(side), picture.cols, picture.rows});
    int left = std::clamp(cvRound(middle.x - side / 2), 0, picture.cols - side_px);
    int top = std::clamp(cvRound(middle.y - side / 2), 0, picture.rows - side_px);
    cv::Mat square;
    cv::resize(picture(cv::Rect(left, top, side_px, side_px)), square, cv::Size(to_px, to_px), 0, 0,
               interpolation_for(side_px, to_px));
    return square;
}

cv::Point2f middle_of_box(const bsm_face_found &found)
{
    return {static_cast<float>(found.x_px) + static_cast<float>(found.width_px) / 2,
            static_cast<float>(found.y_px) + static_cast<float>(found.height_px) / 2};
}

/* The logarithm of the odds of the first of some classes, from a network's last layer before its softmax. */
float log_odds_of_first(const float *values, size_t count)
{
    float most = *std::max_element(values + 1, values + count), sum = 0;
    for (size_t i = 1; i < count; i++)
        sum += std::exp(values[i] - most);
    return values[0] - most - std::log(sum);
}

int angle_of(const cv::Mat &bins)
{
    CV_Assert(bins.total() == pose_bins && bins.type() == CV_32F);
    const float *value = bins.ptr<float>();
    float most = *std::max_element(value, value + pose_bins), sum = 0, mean = 0;
    for (int i = 0; i < pose_bins; i++) {
        float weight = std::exp(value[i] - most);
        sum += weight;
        mean += weight * static_cast<float>(i);
    }
    float degrees = mean / sum * pose_bin_degrees + pose_first_degrees;
    CV_Assert(std::isfinite(degrees));
    return cvRound(degrees);
}

/* An empty network where the set lacks it. */
cv::dnn::Net read_net(const bsm_model &model)
{
    if (!model.bytes)
        return cv::dnn::Net();
    cv::dnn::Net net = cv::dnn::readNetFromONNX(reinterpret_cast<const char *>(model.bytes), model.size);
    net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
    return net;
}

} // namespace

struct bsm_face {
    cv::dnn::Net detect;
    cv::dnn::Net landmark;
    cv::dnn::Net feature;
    cv::dnn::Net liveness; /* these may be empty */
    cv::dnn::Net pose;
    cv::dnn::Net eye;
    std::array<uint8_t, BSM_FACE_MODEL_ID_SIZE> model_id{};

    explicit bsm_face(const bsm_model_set &set)
        : detect(read_net(set.models[BSM_MODEL_DETECT])), landmark(read_net(set.models[BSM_MODEL_LANDMARK])),
          feature(read_net(set.models[BSM_MODEL_FEATURE])), liveness(read_net(set.models[BSM_MODEL_LIVENESS])),
          pose(read_net(set.models[BSM_MODEL_POSE])), eye(read_net(set.models[BSM_MODEL_EYE]))
    {
        std::copy_n(set.models[BSM_MODEL_FEATURE].sha256, model_id.size(), model_id.begin());
    }

    std::vector<candidate> faces_of(const cv::Mat &picture)
    {
        wiped_mat small, blob;
        cv::resize(picture, small.mat, detector_size, 0, 0, interpolation_for(picture.cols, detector_size.width));
        blob.mat = cv::dnn::blobFromImage(small.mat, 1.0 / 128, cv::Size(), cv::Scalar(127, 127, 127));
        detect.setInput(blob.mat);
        std::vector<cv::Mat> outputs;
        detect.forward(outputs, std::vector<cv::String>{"scores", "boxes"});
        CV_Assert(outputs.size() == 2 && outputs[0].dims == 3 && outputs[1].dims == 3 && outputs[0].size[2] == 2 &&
                  outputs[1].size[2] == 4 && outputs[0].size[1] == outputs[1].size[1]);
        auto found = read_candidates(outputs[0], outputs[1], picture.size(), detector_score);
        if (found.empty())
            found = read_candidates(outputs[0], outputs[1], picture.size(), detector_score_low);
        return without_overlaps(found);
    }

    /* Empty when the box lies outside the picture or the network's answer is no set of points. */
    mark_set landmarks_of(const cv::Mat &picture, const cv::Rect2f &box)
    {
        cv::Rect2f square;
        wiped_mat small, blob;
        small.mat = landmark_square(picture, box, square);
        if (small.mat.empty())
            return {};
        blob.mat = cv::dnn::blobFromImage(small.mat, 1.0 / 256);
        landmark.setInput(blob.mat);
        cv::Mat output = landmark.forward();
        CV_Assert(output.total() == 2 * BSM_FACE_LANDMARKS && output.type() == CV_32F);
        mark_set points;
        const float *value = output.ptr<float>();
        for (int i = 0; i < BSM_FACE_LANDMARKS; i++, value += 2)
            points.emplace_back(square.x + value[0] * square.width, square.y + value[1] * square.height);
        return are_finite(points) ? points : mark_set();
    }

    /* Two looks, the second in a square set by the first: what the detector's box has by chance goes out in the mean.
     */
    bool read_landmarks(const cv::Mat &picture, const cv::Rect2f &box, bsm_face_found &found)
    {
        mark_set first = landmarks_of(picture, box);
        if (first.empty())
            return false;
        mark_set second = landmarks_of(picture, tighter_box(first));
        for (size_t i = 0; i < first.size(); i++)
            found.landmarks[i] = {first[i].x, first[i].y};
        bsm_face_read_landmarks(&found);
        std::copy_n(found.marks, BSM_FACE_MARKS, found.first_marks);
        for (size_t i = 0; i < second.size(); i++)
            found.landmarks[i] = {(first[i].x + second[i].x) / 2, (first[i].y + second[i].y) / 2};
        bsm_face_read_landmarks(&found);
        return true;
    }

    void find(const cv::Mat &picture, bsm_face_found &found)
    {
        auto faces = faces_of(picture);
        if (faces.empty())
            return;
        std::stable_sort(faces.begin(), faces.end(),
                         [](const candidate &a, const candidate &b) { return a.box.area() > b.box.area(); });
        const cv::Rect2f &box = faces[0].box;
        if (!read_landmarks(picture, box, found)) {
            found = bsm_face_found{};
            return;
        }
        found.faces = static_cast<int>(faces.size());
        found.second_height_px = faces.size() > 1 ? cvRound(faces[1].box.height) : 0;
        found.x_px = cvRound(box.x);
        found.y_px = cvRound(box.y);
        found.width_px = cvRound(box.width);
        found.height_px = cvRound(box.height);
    }

    /* The sum of the embeddings of upright faces, each at unit length: BGR, (x - 127.5) / 128. All go through the
     * network at once, which is faster than one by one. */
    void add_embeddings(const std::vector<cv::Mat> &chips, std::array<float, BSM_FACE_VALUES> &sum)
    {
        wiped_mat blob, values;
        blob.mat = cv::dnn::blobFromImages(chips, 1.0 / 128, cv::Size(), cv::Scalar(127.5, 127.5, 127.5), true);
        feature.setInput(blob.mat);
        values.mat = feature.forward().clone();
        CV_Assert(values.mat.total() == chips.size() * BSM_FACE_VALUES && values.mat.type() == CV_32F);
        const float *value = values.mat.ptr<float>();
        for (size_t chip = 0; chip < chips.size(); chip++, value += BSM_FACE_VALUES) {
            float squares = 0;
            for (size_t i = 0; i < sum.size(); i++)
                squares += value[i] * value[i];
            CV_Assert(std::isfinite(squares) && squares > 0);
            for (size_t i = 0; i < sum.size(); i++)
                sum[i] += value[i] / std::sqrt(squares);
        }
    }

    /* The face aligned by both looks at its landmarks, and its mirror image aligned by the first alone: the mean of the
     * two has less of either's chance. */
    bsm_status extract(const cv::Mat &picture, const bsm_face_found &found, uint8_t *out, size_t capacity, size_t *size)
    {
        wiped_mat chip, other, mirrored;
        if (!align(picture, marks_of(found), chip.mat))
            return BSM_RETRY;
        cv::flip(align(picture, first_marks_of(found), other.mat) ? other.mat : chip.mat, mirrored.mat, 1);
        std::array<float, BSM_FACE_VALUES> sum{};
        add_embeddings({chip.mat, mirrored.mat}, sum);
        bsm_status status = bsm_face_template_encode(sum.data(), model_id.data(), out, capacity, size);
        bsm_wipe(sum.data(), sizeof sum);
        return status == BSM_OK ? BSM_OK : BSM_FAULT;
    }

    /* BGR, 0..255 as they are; three classes, the first is a living face. */
    bsm_status measure_alive(const cv::Mat &picture, const bsm_face_found &found, int *log_odds)
    {
        if (liveness.empty())
            return BSM_GONE;
        wiped_mat square, blob;
        float side = alive_margin * static_cast<float>(found.height_px);
        square.mat = inner_square(picture, middle_of_box(found), side, alive_side_px);
        if (square.mat.empty())
            return BSM_RETRY;
        blob.mat = cv::dnn::blobFromImage(square.mat, 1.0, cv::Size(), cv::Scalar(), true);
        liveness.setInput(blob.mat);
        cv::Mat output = liveness.forward();
        CV_Assert(output.total() == 3 && output.type() == CV_32F);
        float odds = log_odds_of_first(output.ptr<float>(), output.total());
        CV_Assert(!std::isnan(odds));
        constexpr float most = BSM_FACE_ALIVE_MAX;
        *log_odds = cvRound(std::clamp(100 * odds, -most, most));
        return BSM_OK;
    }

    /* BGR, 0..1, normalised by ImageNet's mean and deviation; 66 bins of 3 degrees for each angle. */
    bsm_status measure_pose(const cv::Mat &picture, const bsm_face_found &found, bsm_face_pose *angles)
    {
        if (pose.empty())
            return BSM_GONE;
        wiped_mat square, values, blob;
        square.mat = inner_square(picture, middle_of_box(found), static_cast<float>(found.height_px), pose_side_px);
        if (square.mat.empty())
            return BSM_RETRY;
        cv::cvtColor(square.mat, square.mat, cv::COLOR_RGB2BGR);
        square.mat.convertTo(values.mat, CV_32F, 1.0 / 255);
        cv::subtract(values.mat, cv::Scalar(.485, .456, .406), values.mat);
        cv::divide(values.mat, cv::Scalar(.229, .224, .225), values.mat);
        blob.mat = cv::dnn::blobFromImage(values.mat);
        pose.setInput(blob.mat);
        std::vector<cv::Mat> outputs;
        pose.forward(outputs, std::vector<cv::String>{"output", "617", "618"});
        CV_Assert(outputs.size() == 3);
        *angles = {-angle_of(outputs[0]), angle_of(outputs[1]), angle_of(outputs[2])};
        return BSM_OK;
    }

    /* Grey, 0..1; two classes, the first is a closed eye. */
    int open_percent_of(const cv::Mat &picture, cv::Point2f outer, cv::Point2f inner)
    {
        wiped_mat square, grey, blob;
        float width = std::hypot(outer.x - inner.x, outer.y - inner.y);
        square.mat = inner_square(picture, (outer + inner) * 0.5f, eye_margin * width, eye_side_px);
        if (square.mat.empty())
            return 0;
        cv::cvtColor(square.mat, grey.mat, cv::COLOR_RGB2GRAY);
        blob.mat = cv::dnn::blobFromImage(grey.mat, 1.0 / 255);
        eye.setInput(blob.mat);
        cv::Mat output = eye.forward();
        CV_Assert(output.total() == 2 && output.type() == CV_32F);
        float closed = output.at<float>(0), open = output.at<float>(1);
        return cvRound(100 / (1 + std::exp(std::clamp(closed - open, -50.0f, 50.0f))));
    }

    bsm_status measure_eyes(const cv::Mat &picture, const bsm_face_found &found, int open_percent[2])
    {
        if (eye.empty())
            return BSM_GONE;
        static const int corners[2][2] = {{36, 39}, {42, 45}};
        for (int i = 0; i < 2; i++) {
            const bsm_face_point &a = found.landmarks[corners[i][0]], &b = found.landmarks[corners[i][1]];
            open_percent[i] = open_percent_of(picture, {a.x_px, a.y_px}, {b.x_px, b.y_px});
        }
        return BSM_OK;
    }
};

bsm_status bsm_face_open(const char *model_folder, bsm_face **face, char *why, size_t why_size)
{
    *face = nullptr;
    bsm_model_set set;
    bsm_status status = bsm_model_set_load(model_folder, &set, why, why_size);
    if (status != BSM_OK)
        return status;
    try {
        cv::setNumThreads(1);
        cv::ocl::setUseOpenCL(false);
        *face = new bsm_face(set);
    } catch (const std::bad_alloc &) {
        std::snprintf(why, why_size, "no memory for the face models");
        status = BSM_NO_MEMORY;
    } catch (...) {
        std::snprintf(why, why_size, "%s: OpenCV %s cannot use these models; choose a set that it reads", model_folder,
                      CV_VERSION);
        status = BSM_FAULT;
    }
    bsm_model_set_finish(&set);
    return status;
}

void bsm_face_close(bsm_face *face) { delete face; }

namespace
{

/* Runs what may throw; what it threw as a status. */
template <typename work> bsm_status guarded(work run)
{
    try {
        return run();
    } catch (const std::bad_alloc &) {
        return BSM_NO_MEMORY;
    } catch (...) {
        return BSM_FAULT;
    }
}

/* What every look at a face that was found begins with. */
bsm_status check_look(const bsm_image *rgb, const bsm_face_found *found)
{
    if (!is_usable(rgb))
        return BSM_INVALID;
    return found->faces < 1 ? BSM_RETRY : BSM_OK;
}

} // namespace

bsm_status bsm_face_find(bsm_face *face, const bsm_image *rgb, bsm_face_found *found)
{
    if (!is_usable(rgb))
        return BSM_INVALID;
    return guarded([=] {
        bsm_face_found result{};
        face->find(borrow(*rgb), result);
        *found = result;
        return BSM_OK;
    });
}

bsm_status bsm_face_extract(bsm_face *face, const bsm_image *rgb, const bsm_face_found *found, uint8_t *out,
                            size_t capacity, size_t *size)
{
    if (capacity < BSM_FACE_TEMPLATE_MAX)
        return BSM_INVALID;
    bsm_status status = check_look(rgb, found);
    return status != BSM_OK ? status
                            : guarded([=] { return face->extract(borrow(*rgb), *found, out, capacity, size); });
}

bool bsm_face_has_liveness(const bsm_face *face) { return !face->liveness.empty(); }

bsm_status bsm_face_alive(bsm_face *face, const bsm_image *rgb, const bsm_face_found *found, int *log_odds)
{
    bsm_status status = check_look(rgb, found);
    return status != BSM_OK ? status : guarded([=] { return face->measure_alive(borrow(*rgb), *found, log_odds); });
}

bsm_status bsm_face_measure_pose(bsm_face *face, const bsm_image *rgb, const bsm_face_found *found,
                                 bsm_face_pose *angles)
{
    bsm_status status = check_look(rgb, found);
    return status != BSM_OK ? status : guarded([=] { return face->measure_pose(borrow(*rgb), *found, angles); });
}

bsm_status bsm_face_measure_eyes(bsm_face *face, const bsm_image *rgb, const bsm_face_found *found, int open_percent[2])
{
    bsm_status status = check_look(rgb, found);
    return status != BSM_OK ? status : guarded([=] { return face->measure_eyes(borrow(*rgb), *found, open_percent); });
}
